package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What all connections to one address have in common: how many may be in the making at once,
 * whether it is tried at all, and how many channels it takes. Thread-safe.
 */
final class Gate {
  private static final int TRIES = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /**
   * After it one connects without a turn: those whose turn it is may be waiting for servers that do
   * not answer, or for this very connection, where it is the jump host of theirs.
   */
  private static final Duration YIELDING = Duration.ofSeconds(3);

  private final Semaphore everywhere;
  private final Semaphore here;
  private final SshSettings.Limits limits;
  private volatile Breaker breaker;
  private final ChannelLimit channels;
  private final SshMetrics metrics;

  /**
   * @param everywhere the permits for connections in the making to all servers together
   */
  Gate(Semaphore everywhere, SshSettings settings, SshMetrics metrics) {
    this.everywhere = everywhere;
    this.limits = settings.limits();
    this.here = new Semaphore(limits.handshakesPerServer(), true);
    this.breaker = new Breaker(limits, Clock.systemUTC());
    this.channels = new ChannelLimit(settings.channels());
    this.metrics = metrics;
  }

  ChannelLimit channels() {
    return channels;
  }

  boolean isOpen() {
    return breaker.isOpen();
  }

  /** Connects unless the server is left alone for now. */
  <C> C connect(Server server, Supplier<C> connector) {
    Breaker asked = breaker;
    asked.enter(server);
    boolean told = false;
    try {
      C made = past(server, connector);
      asked.succeeded();
      told = true;
      return made;
    } catch (SshException e) {
      asked.failed(e);
      told = true;
      throw e;
    } finally {
      if (!told) {
        asked.givenUp();
      }
    }
  }

  /** Connects even where the server is left alone; a success ends that. */
  <C> C prove(Server server, Supplier<C> connector) {
    C made = limited(server, connector);
    breaker.succeeded();
    return made;
  }

  /** The server may have changed: what was learnt of it counts no more. */
  void forget() {
    breaker = new Breaker(limits, Clock.systemUTC());
    channels.forget();
  }

  /** A server that is too busy to greet is asked a few times more. */
  private <C> C past(Server server, Supplier<C> connector) {
    for (int tried = 1; ; tried++) {
      try {
        return limited(server, connector);
      } catch (SshException e) {
        if (e.type() != FailureType.THROTTLED || tried == TRIES) {
          throw e;
        }
      }
      pause(server, JitteredDelay.jittered(FIRST_PAUSE, tried - 1, LONGEST_PAUSE));
    }
  }

  private <C> C limited(Server server, Supplier<C> connector) {
    boolean turn = false;
    try {
      here.acquire();
      try {
        turn = everywhere.tryAcquire(YIELDING.toMillis(), TimeUnit.MILLISECONDS);
        return metrics.handshake(server, connector);
      } finally {
        here.release();
      }
    } catch (InterruptedException e) {
      throw interrupted(server, e);
    } finally {
      if (turn) {
        everywhere.release();
      }
    }
  }

  private static void pause(Server server, Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      throw interrupted(server, e);
    }
  }

  private static SshException interrupted(Server server, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SshException(
        FailureType.WORKER_LOST,
        "%s (%s:%d) was given up: the caller was interrupted"
            .formatted(server.name(), server.address(), server.port()),
        e);
  }
}
