package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.common.LoggerFactory;
import net.schmizz.sshj.connection.channel.OpenFailException;

/** The way to servers on sshj. */
public final class SshjSsh extends PooledSsh<Connection> {
  private final Credentials credentials;
  private final Config config = Algorithms.config(LoggerFactory.DEFAULT);
  private final Config certificates = Algorithms.withCertificates(LoggerFactory.DEFAULT);
  private final JumpHosts jumpHosts;

  public SshjSsh(Credentials credentials) {
    this(credentials, SshSettings.defaults());
  }

  public SshjSsh(Credentials credentials, SshSettings settings) {
    this(credentials, settings, _ -> Optional.empty());
  }

  /**
   * @param servers where the servers are found through which others are reached
   */
  public SshjSsh(Credentials credentials, SshSettings settings, ServerLookup servers) {
    this(credentials, settings, servers, CredentialGuard.ofProcess());
  }

  /**
   * @param servers where the servers are found through which others are reached
   * @param guard what is known of refused credentials
   */
  public SshjSsh(
      Credentials credentials, SshSettings settings, ServerLookup servers, CredentialGuard guard) {
    super(settings, SshMetrics.global(), credentials, guard);
    this.credentials = credentials;
    this.jumpHosts = new JumpHosts(servers, this::login);
  }

  @Override
  protected List<Server> way(Server server) {
    return jumpHosts.way(server);
  }

  @Override
  protected Connection connect(Server server, int port) {
    Config offered = server.access().authorities().isEmpty() ? config : certificates;
    return Connection.open(server, port, offered, credentials, settings(), deadlines(), jumpHosts);
  }

  @Override
  protected RemoteSocket connect(Connection connection, String path, SshFailures failures)
      throws NotStarted {
    try {
      return StreamLocal.open(connection, path);
    } catch (OpenFailException e) {
      throw failures.of(FailureType.NO_SOCKET, "does not connect to its socket " + path, e);
    } catch (IOException e) {
      throw new NotStarted(failures.broken(e, false));
    }
  }

  @Override
  protected int run(
      ChannelPermit<Connection> channel, Command command, Streams streams, SshFailures failures)
      throws NotStarted {
    return new Execution(channel, command, streams, settings(), failures).run();
  }

  @Override
  protected <T> T sftp(ChannelPermit<Connection> channel, SftpWork<T> work, SshFailures failures)
      throws NotStarted {
    return new SftpChannel(channel, settings(), failures).run(work, settings().handshakeTimeout());
  }
}
