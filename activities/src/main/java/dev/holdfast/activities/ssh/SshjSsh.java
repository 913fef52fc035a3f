package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.common.LoggerFactory;
import net.schmizz.sshj.sftp.SFTPClient;

/** The way to servers on sshj. */
public final class SshjSsh implements Ssh {
  private static final Duration SWEEP = Duration.ofSeconds(30);
  private static final Duration PROOF = Duration.ofSeconds(20);
  private static final Duration RELOAD = Duration.ofSeconds(2);
  private static final Duration RELOAD_POLL = Duration.ofMillis(100);
  private static final int PROOF_OUTPUT = 64 << 10;
  private static final int CONNECTIONS_TRIED = 2;

  private final Credentials credentials;
  private final SshSettings settings;
  private final Config config = Algorithms.config(LoggerFactory.DEFAULT);
  private final Config certificates = Algorithms.withCertificates(LoggerFactory.DEFAULT);
  private final Deadlines deadlines = new Deadlines();
  private final JumpHosts jumpHosts;
  private final ConnectionPool<Connection> pool;

  public SshjSsh(Credentials credentials) {
    this(credentials, SshSettings.defaults(), _ -> Optional.empty());
  }

  public SshjSsh(Credentials credentials, SshSettings settings) {
    this(credentials, settings, _ -> Optional.empty());
  }

  /**
   * @param servers where the servers are found through which others are reached
   */
  public SshjSsh(Credentials credentials, SshSettings settings, ServerLookup servers) {
    this.credentials = credentials;
    this.settings = settings;
    this.jumpHosts = new JumpHosts(servers, server -> connect(server, server.port()));
    this.pool =
        new ConnectionPool<>(server -> connect(server, server.port()), settings, jumpHosts::way);
    Duration sweep = settings.idle().compareTo(SWEEP) < 0 ? settings.idle() : SWEEP;
    deadlines.every(sweep, pool::evictIdle);
  }

  @Override
  public int stream(Server server, Command command, Streams streams) {
    Failures failures = new Failures(server, server.port());
    for (int tried = 1; ; tried++) {
      ChannelPermit<Connection> channel = pool.permit(server, command.timeout());
      try {
        return new Execution(channel, server, command, streams, settings, failures).run();
      } catch (NotStarted e) {
        channel.broken();
        if (tried == CONNECTIONS_TRIED) {
          throw e.failure();
        }
      }
    }
  }

  @Override
  public void prove(Server server, int port) {
    Failures failures = new Failures(server, port);
    try (Connection connection = connectAfterReload(server, port, failures)) {
      Command becomeRoot = new Command("true", "", true, PROOF, PROOF_OUTPUT);
      BoundedOutput said = new BoundedOutput(PROOF_OUTPUT);
      Streams streams = Streams.of(OutputStream.nullOutputStream(), said);
      ChannelPermit<Connection> channel = ChannelPermit.alone(connection);
      int root = new Execution(channel, server, becomeRoot, streams, settings, failures).run();
      if (root != 0) {
        throw failures.of(
            FailureType.COMMAND_FAILED,
            "lets %s log in, but running `true` as root ended with %d: %s"
                .formatted(
                    server.user(), root, new String(said.bytes(), StandardCharsets.UTF_8).strip()),
            null);
      }
      openSftp(connection, failures);
    } catch (NotStarted e) {
      throw e.failure();
    }
  }

  private static void openSftp(Connection connection, Failures failures) {
    try (SFTPClient sftp = connection.client().newSFTPClient()) {
      sftp.stat(".");
    } catch (IOException e) {
      throw failures.of(
          connection.isHealthy() ? FailureType.COMMAND_FAILED : FailureType.UNREACHABLE,
          "opens no SFTP (Subsystem sftp in its sshd_config?): " + e.getMessage(),
          e);
    }
  }

  @Override
  public void forget(Server server) {
    pool.forget(server);
  }

  @Override
  public void close() {
    deadlines.close();
    pool.close();
  }

  /** A proof follows a reload, in which sshd does not listen for a moment. */
  private Connection connectAfterReload(Server server, int port, Failures failures) {
    long patience = System.nanoTime() + RELOAD.toNanos();
    while (true) {
      try {
        return connect(server, port);
      } catch (SshException e) {
        if (!e.type().retryable() || System.nanoTime() > patience) {
          throw e;
        }
      }
      try {
        Thread.sleep(RELOAD_POLL);
      } catch (InterruptedException e) {
        throw failures.broken(e, false);
      }
    }
  }

  private Connection connect(Server server, int port) {
    Config offered = server.access().authorities().isEmpty() ? config : certificates;
    return Connection.open(server, port, offered, credentials, settings, deadlines, jumpHosts);
  }
}
