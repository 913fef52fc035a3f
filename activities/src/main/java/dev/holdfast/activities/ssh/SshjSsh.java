package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.server.Server;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.common.LoggerFactory;

/** The way to servers on sshj. */
public final class SshjSsh extends PooledSsh<Connection> {
  private final Credentials credentials;
  private final Config config = Algorithms.config(LoggerFactory.DEFAULT);

  public SshjSsh(Credentials credentials) {
    this(credentials, SshSettings.defaults());
  }

  public SshjSsh(Credentials credentials, SshSettings settings) {
    super(settings);
    this.credentials = credentials;
  }

  @Override
  protected Connection connect(Server server, int port) {
    return Connection.open(server, port, config, credentials, settings(), deadlines());
  }

  @Override
  protected int run(
      ChannelPermit<Connection> channel,
      Server server,
      Command command,
      Streams streams,
      Failures failures)
      throws NotStarted {
    return new Execution(channel, server, command, streams, settings(), failures).run();
  }

  @Override
  protected <T> T sftp(ChannelPermit<Connection> channel, SftpWork<T> work, Failures failures)
      throws NotStarted {
    return new SftpChannel(channel, settings(), failures).run(work, settings().handshakeTimeout());
  }
}
