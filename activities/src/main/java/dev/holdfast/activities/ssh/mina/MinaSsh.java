package dev.holdfast.activities.ssh.mina;

import dev.holdfast.activities.ssh.BoundedOutput;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.ConnectionPool;
import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.Deadlines;
import dev.holdfast.activities.ssh.Failures;
import dev.holdfast.activities.ssh.NotStarted;
import dev.holdfast.activities.ssh.SftpWork;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.SshSettings;
import dev.holdfast.activities.ssh.Streams;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;

/** The way to servers on Apache MINA SSHD. */
public final class MinaSsh implements Ssh {
  private static final Duration SWEEP = Duration.ofSeconds(30);
  private static final Duration PROOF = Duration.ofSeconds(20);
  private static final Duration RELOAD = Duration.ofSeconds(2);
  private static final Duration RELOAD_POLL = Duration.ofMillis(100);
  private static final int PROOF_OUTPUT = 64 << 10;
  private static final int CONNECTIONS_TRIED = 2;

  private final Credentials credentials;
  private final SshSettings settings;
  private final SshClient client;
  private final Deadlines deadlines = new Deadlines();
  private final ConnectionPool<MinaConnection> pool;

  public MinaSsh(Credentials credentials) {
    this(credentials, SshSettings.defaults());
  }

  public MinaSsh(Credentials credentials, SshSettings settings) {
    this.credentials = credentials;
    this.settings = settings;
    this.client = MinaClient.start(settings);
    this.pool = new ConnectionPool<>(server -> connect(server, server.port()), settings);
    Duration sweep = settings.idle().compareTo(SWEEP) < 0 ? settings.idle() : SWEEP;
    deadlines.every(sweep, pool::evictIdle);
  }

  @Override
  public int stream(Server server, Command command, Streams streams) {
    Failures failures = new Failures(server, server.port());
    for (int tried = 1; ; tried++) {
      MinaConnection connection = pool.connection(server);
      try {
        return new MinaExecution(connection, server, command, streams, settings, failures).run();
      } catch (NotStarted e) {
        pool.discard(server, connection);
        if (tried == CONNECTIONS_TRIED) {
          throw e.failure();
        }
      }
    }
  }

  @Override
  public <T> T sftp(Server server, SftpWork<T> work) {
    Failures failures = new Failures(server, server.port());
    for (int tried = 1; ; tried++) {
      MinaConnection connection = pool.connection(server);
      try {
        return new MinaSftpChannel(connection, settings, failures).run(work);
      } catch (NotStarted e) {
        pool.discard(server, connection);
        if (tried == CONNECTIONS_TRIED) {
          throw e.failure();
        }
      }
    }
  }

  @Override
  public void prove(Server server, int port) {
    Failures failures = new Failures(server, port);
    try (MinaConnection connection = connectAfterReload(server, port, failures)) {
      Command becomeRoot = new Command("true", "", true, PROOF, PROOF_OUTPUT);
      BoundedOutput said = new BoundedOutput(PROOF_OUTPUT);
      Streams streams = Streams.of(OutputStream.nullOutputStream(), said);
      int root =
          new MinaExecution(connection, server, becomeRoot, streams, settings, failures).run();
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

  private static void openSftp(MinaConnection connection, Failures failures) {
    try (SftpClient sftp = SftpClientFactory.instance().createSftpClient(connection.session())) {
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
    client.close(true);
  }

  /** A proof follows a reload, in which sshd does not listen for a moment. */
  private MinaConnection connectAfterReload(Server server, int port, Failures failures) {
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

  private MinaConnection connect(Server server, int port) {
    return MinaConnection.open(client, server, port, credentials, settings);
  }
}
