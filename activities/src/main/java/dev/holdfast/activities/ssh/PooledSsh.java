package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
  private final SudoPassword sudo;
  private final Deadlines deadlines = new Deadlines();
  private final ConnectionPool<C> pool;

  protected PooledSsh(SshSettings settings, SshMetrics metrics, Credentials credentials) {
    this.sudo = new SudoPassword(credentials);
    this.settings = settings;
    this.metrics = metrics;
    this.pool =
        new ConnectionPool<>(
            server -> connect(server, server.port()), settings, metrics, this::way);
    Duration sweep = settings.idle().compareTo(SWEEP) < 0 ? settings.idle() : SWEEP;
    deadlines.every(sweep, pool::evictIdle);
  }

  /** A new connection, authenticated; every failure is an {@link SshException}. */
  protected abstract C connect(Server server, int port);

  /** The servers through which one is reached, as they are known now. */
  protected List<Server> way(Server server) {
    return List.of();
  }

  /**
   * Runs a command to its end and gives the permit back.
   *
   * @throws NotStarted if the connection broke before the command can have been started
   */
  protected abstract int run(
      ChannelPermit<C> channel, Server server, Command command, Streams streams, Failures failures)
      throws NotStarted;

  /**
   * Does the work over SFTP and gives the permit back.
   *
   * @throws NotStarted if the connection broke before the work was begun
   */
  protected abstract <T> T sftp(ChannelPermit<C> channel, SftpWork<T> work, Failures failures)
      throws NotStarted;

  protected final SshSettings settings() {
    return settings;
  }

  protected final Deadlines deadlines() {
    return deadlines;
  }

  @Override
  public final int stream(Server server, Command command, Streams streams) {
    Failures failures = new Failures(server, server.port());
    sudo.check(
        server,
        command,
        (trial, said) ->
            onChannel(
                server, trial.timeout(), channel -> run(channel, server, trial, said, failures)),
        failures);
    return SshSpans.inPart(
        "ssh exec",
        server,
        span ->
            SshSpans.ended(
                span,
                metrics.execution(
                    server,
                    streams,
                    counted ->
                        onChannel(
                            server,
                            command.timeout(),
                            channel -> asWanted(channel, server, command, counted, failures)))));
  }

  /** Runs a command, with sudo's password where it takes one, which was found to be right. */
  private int asWanted(
      ChannelPermit<C> channel, Server server, Command command, Streams streams, Failures failures)
      throws NotStarted {
    Optional<String> password = sudo.of(server, command);
    if (password.isEmpty()) {
      return run(channel, server, command, streams, failures);
    }
    SudoPassword.Prepared prepared = SudoPassword.prepare(command, streams, password.get());
    StreamEnd stderr = new StreamEnd(streams.stderr());
    Streams heard = new Streams(prepared.streams().stdin(), streams.stdout(), stderr);
    int exitCode = run(channel, server, prepared.command(), heard, failures);
    SudoLine.check(server, command, exitCode, stderr.text(), failures);
    return exitCode;
  }

  @Override
  public final <T> T sftp(Server server, SftpWork<T> work) {
    Failures failures = new Failures(server, server.port());
    return SshSpans.inPart(
        "sftp",
        server,
        _ ->
            onChannel(
                server, settings.handshakeTimeout(), channel -> sftp(channel, work, failures)));
  }

  private interface Use<C extends PooledConnection, T> {
    T on(ChannelPermit<C> channel) throws NotStarted;
  }

  /** What was surely not started is tried once more, on a new connection. */
  private <T> T onChannel(Server server, Duration patience, Use<C, T> use) {
    for (int tried = 1; ; tried++) {
      ChannelPermit<C> channel = pool.permit(server, patience);
      try {
        return use.on(channel);
      } catch (NotStarted e) {
        channel.broken();
        if (tried == CONNECTIONS_TRIED) {
          throw e.failure();
        }
      }
    }
  }

  @Override
  public final void prove(Server server, int port) {
    Failures failures = new Failures(server, port);
    try (C connection = connectAfterReload(server, port, failures)) {
      Command becomeRoot = new Command("true", "", true, PROOF, PROOF_OUTPUT);
      sudo.check(
          server,
          becomeRoot,
          (trial, said) -> run(ChannelPermit.alone(connection), server, trial, said, failures),
          failures);
      BoundedOutput said = new BoundedOutput(PROOF_OUTPUT);
      Streams streams = Streams.of(OutputStream.nullOutputStream(), said);
      int root = asWanted(ChannelPermit.alone(connection), server, becomeRoot, streams, failures);
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
  private C connectAfterReload(Server server, int port, Failures failures) {
    long patience = System.nanoTime() + RELOAD.toNanos();
    while (true) {
      try {
        return pool.unpooled(server, port, () -> connect(server, port));
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
