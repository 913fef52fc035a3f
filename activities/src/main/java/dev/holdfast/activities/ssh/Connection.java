package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.server.Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import net.schmizz.keepalive.KeepAliveRunner;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;

/** One authenticated connection to a server. Thread-safe. */
final class Connection implements PooledConnection {
  private static final int SILENCES = 3;

  private final SSHClient client;
  private final Server server;
  private final SshSettings settings;

  private Connection(SSHClient client, Server server, SshSettings settings) {
    this.client = client;
    this.server = server;
    this.settings = settings;
  }

  /**
   * Connects, checks the host key and logs in.
   *
   * @throws SshException with the type of what went wrong
   */
  static Connection open(
      Server server,
      int port,
      Config config,
      Credentials credentials,
      SshSettings settings,
      Deadlines deadlines) {
    Failures failures = new Failures(server, port);
    PinnedHostKeys hostKeys = new PinnedHostKeys(server);
    SSHClient client = new SSHClient(config);
    client.addHostKeyVerifier(hostKeys);
    client.setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()));
    int handshake = Math.toIntExact(settings.handshakeTimeout().toMillis());
    client.getTransport().setTimeoutMs(handshake);
    client.getConnection().setTimeoutMs(handshake);
    // Has no effect any more once connected.
    KeepAliveRunner keepAlive = (KeepAliveRunner) client.getConnection().getKeepAlive();
    keepAlive.setKeepAliveInterval(Math.toIntExact(settings.keepAlive().toSeconds()));
    keepAlive.setMaxAliveCount(SILENCES);
    PromptSockets sockets = new PromptSockets();
    client.setSocketFactory(sockets);
    KeyProvider key = LoginKey.of(server, credentials, client, failures);
    // sshj waits for the greeting without limit: a stopped sshd accepts connections and stays
    // silent.
    try (Deadlines.Deadline _ =
        deadlines.after(
            settings.connectTimeout().plus(settings.handshakeTimeout()), sockets::close)) {
      client.connect(server.address(), port);
      client.authPublickey(server.user(), key);
    } catch (IOException | RuntimeException e) {
      close(client, sockets);
      throw failures.connecting(e, hostKeys);
    }
    return new Connection(client, server, settings);
  }

  SSHClient client() {
    return client;
  }

  @Override
  public OptionalInt maxSessions() {
    return MaxSessions.ask(this::run);
  }

  private String run(Command command) {
    BoundedOutput out = new BoundedOutput(command.outputLimit());
    InputStream in = new ByteArrayInputStream(command.stdin().getBytes(StandardCharsets.UTF_8));
    Streams streams = new Streams(in, out, OutputStream.nullOutputStream());
    ChannelPermit<Connection> beside = ChannelPermit.alone(this);
    Failures failures = new Failures(server, server.port());
    try {
      new Execution(beside, server, command, streams, settings, failures).run();
    } catch (NotStarted e) {
      throw e.failure();
    }
    return new String(out.bytes(), StandardCharsets.UTF_8);
  }

  @Override
  public boolean isHealthy() {
    return client.isConnected() && client.isAuthenticated() && client.getTransport().isRunning();
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      // It was broken already.
    }
  }

  private static void close(SSHClient client, PromptSockets sockets) {
    try {
      client.close();
    } catch (IOException e) {
      // The failure that led here is the one to tell.
    }
    sockets.close();
  }
}
