package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way to servers over pooled connections, whatever library makes them.
 *
 * @param <C> the adapter's kind of connection
 */
public abstract class PooledSsh<C extends PooledConnection> implements Ssh {
  private static final Duration SWEEP = Duration.ofSeconds(30);
  private static final Duration PROOF = Duration.ofSeconds(20);
  private static final Duration RELOAD = Duration.ofSeconds(2);
  private static final Duration RELOAD_POLL = Duration.ofMillis(100);
  private static final int PROOF_OUTPUT = 64 << 10;
  private static final int CONNECTIONS_TRIED = 2;

  private final SshSettings settings;
  private final SshMetrics metrics;
  private final Credentials credentials;
  private final CredentialGuard guard;
  private final Sudo sudo;
  private final Deadlines deadlines = new Deadlines();
  private final ConnectionPool<C> pool;

  /**
   * @param guard what is known of refused credentials
   */
  protected PooledSsh(
      SshSettings settings, SshMetrics metrics, Credentials credentials, CredentialGuard guard) {
    this.credentials = credentials;
    this.guard = guard;
    this.sudo = new Sudo(credentials, guard);
    this.settings = settings;
    this.metrics = metrics;
    this.pool = new ConnectionPool<>(this::login, settings, metrics, this::way);
    Duration sweep = settings.idle().compareTo(SWEEP) < 0 ? settings.idle() : SWEEP;
    deadlines.every(sweep, pool::evictIdle);
  }

  /** A new connection, authenticated; every failure is an {@link SshException}. */
  protected abstract C connect(Server server, int port);

  /** A new connection, unless the server is known to refuse the login. */
  protected final C login(Server server) {
    return guard.login(server, credentials, () -> connect(server, server.port()));
  }

  /** The servers through which one is reached, as they are known now. */
  protected List<Server> way(Server server) {
    return List.of();
  }

  /**
   * Runs a command of the login user to its end and gives the permit back.
   *
   * @throws NotStarted if the connection broke before the command can have been started
   */
  protected abstract int run(
      ChannelPermit<C> channel, Command command, Streams streams, SshFailures failures)
      throws NotStarted;

  /**
   * Does the work over SFTP and gives the permit back.
   *
   * @throws NotStarted if the connection broke before the work was begun
   */
  protected abstract <T> T sftp(ChannelPermit<C> channel, SftpWork<T> work, SshFailures failures)
      throws NotStarted;

  /**
   * A connection to a socket of the server.
   *
   * @throws NotStarted if the connection to the server broke before
   * @throws SshException of type NO_SOCKET if the server does not connect
   */
  protected abstract RemoteSocket connect(C connection, String path, SshFailures failures)
      throws NotStarted;

  protected final SshSettings settings() {
    return settings;
  }

  protected final Deadlines deadlines() {
    return deadlines;
  }

  @Override
  public final int stream(Server server, Command command, Streams streams) {
    SshFailures failures = new SshFailures(server, server.port());
    Sudo.Runner<RuntimeException> runner =
        (plain, heard) ->
            onChannel(server, plain.timeout(), channel -> run(channel, plain, heard, failures));
    return SshSpans.inPart(
        "ssh exec",
        server,
        span ->
            SshSpans.ended(
                span,
                metrics.execution(
                    server,
                    streams,
                    counted -> sudo.run(server, command, counted, runner, failures))));
  }

  @Override
  public final <T> T sftp(Server server, SftpWork<T> work) {
    SshFailures failures = new SshFailures(server, server.port());
    return SshSpans.inPart(
        "sftp",
        server,
        _ ->
            onChannel(
                server, settings.handshakeTimeout(), channel -> sftp(channel, work, failures)));
  }

  /** The first connection is made before the work is begun, so that a refusal begins nothing. */
  @Override
  public final <T> T socket(Server server, String path, Function<RemoteSockets, T> work) {
    SshFailures failures = new SshFailures(server, server.port());
    return SshSpans.inPart("ssh socket", server, _ -> socket(server, path, work, failures));
  }

  private <T> T socket(
      Server server, String path, Function<RemoteSockets, T> work, SshFailures failures) {
    for (int tried = 1; ; tried++) {
      try (ChannelPermit<C> permit = uncounted(server)) {
        C connection = permit.connection();
        RemoteSocket first;
        try {
          first = connect(connection, path, failures);
        } catch (NotStarted e) {
          permit.broken();
          if (tried == CONNECTIONS_TRIED) {
            throw e.failure().beforeStart();
          }
          continue;
        }
        AtomicReference<@Nullable RemoteSocket> unused = new AtomicReference<>(first);
        try (first) {
          return work.apply(() -> {
            RemoteSocket open = unused.getAndSet(null);
            return open == null ? next(connection, path, failures) : open;
          });
        }
      }
    }
  }

  private RemoteSocket next(C connection, String path, SshFailures failures) {
    try {
      return connect(connection, path, failures);
    } catch (NotStarted e) {
      throw e.failure();
    }
  }

  private ChannelPermit<C> uncounted(Server server) {
    try {
      return pool.uncounted(server);
    } catch (SshException e) {
      throw e.beforeStart();
    }
  }

  private interface Use<C extends PooledConnection, T> {
    T on(ChannelPermit<C> channel) throws NotStarted;
  }

  /** What was surely not started is tried once more, on a new connection. */
  private <T> T onChannel(Server server, Duration patience, Use<C, T> use) {
    for (int tried = 1; ; tried++) {
      ChannelPermit<C> channel = permit(server, patience);
      try {
        return use.on(channel);
      } catch (NotStarted e) {
        channel.broken();
        if (tried == CONNECTIONS_TRIED) {
          throw e.failure().beforeStart();
        }
      }
    }
  }

  private ChannelPermit<C> permit(Server server, Duration patience) {
    try {
      return pool.permit(server, patience);
    } catch (SshException e) {
      throw e.beforeStart();
    }
  }

  @Override
  public final void prove(Server server, int port) {
    SshFailures failures = new SshFailures(server, port);
    try (C connection = connectAfterReload(server, port, failures)) {
      Command becomeRoot = new Command("true", "", true, PROOF, PROOF_OUTPUT);
      Sudo.Runner<NotStarted> runner =
          (plain, heard) -> run(ChannelPermit.alone(connection), plain, heard, failures);
      BoundedOutput said = new BoundedOutput(PROOF_OUTPUT);
      Streams streams = Streams.of(OutputStream.nullOutputStream(), said);
      int root = sudo.run(server, becomeRoot, streams, runner, failures);
      if (root != 0) {
        throw failures.of(
            FailureType.COMMAND_FAILED,
            "lets %s log in, but running `true` as root ended with %d: %s"
                .formatted(
                    server.user(), root, new String(said.bytes(), StandardCharsets.UTF_8).strip()),
            null);
      }
      var _ = sftp(ChannelPermit.alone(connection), sftp -> sftp.stat("."), failures);
    } catch (NotStarted e) {
      throw e.failure();
    }
  }

  /** A proof follows a reload, in which sshd does not listen for a moment. */
  private C connectAfterReload(Server server, int port, SshFailures failures) {
    long patience = System.nanoTime() + RELOAD.toNanos();
    while (true) {
      try {
        return pool.unpooled(
            server, port, () -> guard.proof(server, credentials, () -> connect(server, port)));
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

  @Override
  public final void forget(Server server) {
    pool.forget(server);
  }

  @Override
  public void close() {
    deadlines.close();
    pool.close();
  }
}
