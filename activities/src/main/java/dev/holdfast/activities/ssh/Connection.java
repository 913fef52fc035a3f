package dev.holdfast.activities.ssh;

import dev.holdfast.activities.ssh.JumpHosts.Tunnel;
import dev.holdfast.schemas.server.Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.SSHClient;
import org.jspecify.annotations.Nullable;

/** One authenticated connection to a server. Thread-safe. */
final class Connection implements PooledConnection {
  /**
   * An answer waits behind what other channels have under way: two windows of 2 MiB take 64 kbit/s
   * so long. A server that is gone is found by the {@link LifeCheck}, which ends every wait.
   */
  static final Duration ANSWER = Duration.ofMinutes(9);

  private final SSHClient client;
  private final Server server;
  private final SshSettings settings;

  private final @Nullable Tunnel tunnel;

  private Connection(
      SSHClient client, Server server, SshSettings settings, @Nullable Tunnel tunnel) {
    this.client = client;
    this.server = server;
    this.settings = settings;
    this.tunnel = tunnel;
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
      Deadlines deadlines,
      JumpHosts jumpHosts) {
    SshFailures failures = new SshFailures(server, port);
    PinnedHostKeys hostKeys = new PinnedHostKeys(server);
    SSHClient client = new SSHClient(config);
    client.addHostKeyVerifier(hostKeys);
    client.setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()));
    int handshake = Math.toIntExact(settings.handshakeTimeout().toMillis());
    client.getTransport().setTimeoutMs(handshake);
    client.getConnection().setTimeoutMs(handshake);
    // Has no effect any more once connected.
    LifeCheck check = (LifeCheck) client.getConnection().getKeepAlive();
    check.setKeepAliveInterval(Math.toIntExact(settings.keepAlive().toSeconds()));
    PromptSockets sockets = new PromptSockets(check.signs());
    client.setSocketFactory(sockets);
    Tunnel tunnel = null;
    try (Login login = Login.of(server, credentials, client, failures, deadlines)) {
      tunnel = server.jump().isEmpty() ? null : jumpHosts.open(server, port, failures);
      Runnable way = tunnel == null ? sockets::close : tunnel::abandon;
      Runnable end =
          () -> {
            way.run();
            login.close();
          };
      // sshj waits for the greeting without limit: a stopped sshd accepts connections and stays
      // silent.
      try (Deadlines.Deadline _ =
          deadlines.after(settings.connectTimeout().plus(settings.handshakeTimeout()), end)) {
        if (tunnel == null) {
          client.connect(server.address(), port);
        } else {
          tunnel.channel().watch(check.signs());
          client.connectVia(tunnel.channel());
        }
        client.auth(server.user(), login.methods());
      }
      int answer = Math.toIntExact(ANSWER.toMillis());
      client.getTransport().setTimeoutMs(answer);
      client.getConnection().setTimeoutMs(answer);
      return new Connection(client, server, settings, tunnel);
    } catch (IOException | RuntimeException e) {
      close(client, sockets);
      if (tunnel != null) {
        tunnel.close();
      }
      throw e instanceof SshException known ? known : failures.connecting(e, hostKeys);
    }
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
    SshFailures failures = new SshFailures(server, server.port());
    try {
      new Execution(beside, command, streams, settings, failures).run();
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
    if (tunnel != null) {
      tunnel.close();
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
