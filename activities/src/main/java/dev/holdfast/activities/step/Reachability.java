package dev.holdfast.activities.step;

import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.step.Step;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How long steps wait for a server that cannot be reached. Where nothing was started there yet
 * there is nothing to wait for: after the limit the step fails, so that its operation and its lease
 * go on. Thread-safe.
 */
public final class Reachability {
  /** As long as a server may be away, such as for a reboot that somebody else has begun. */
  static final Duration LIMIT = Duration.ofMinutes(2);

  private static final int REMEMBERED = 10_000;

  private final Predicate<Step> begun;
  private final Clock clock;
  private final Map<Tried, Instant> since =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Tried, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Tried(String operation, String server, String key, int generation) {
    static Tried of(Step step) {
      return new Tried(step.operation(), step.server(), step.key(), step.generation());
    }
  }

  /**
   * @param begun whether something may have been started on the server under the step's lease
   */
  public Reachability(Predicate<Step> begun, Clock clock) {
    this.begun = begun;
    this.clock = clock;
  }

  /** The step has ended, or has reached its server. */
  void reached(Step step) {
    synchronized (since) {
      since.remove(Tried.of(step));
    }
  }

  /** The failure itself, or one that is not tried again once the server was away for too long. */
  RuntimeException failed(Step step, RuntimeException failure) {
    if (!neverReached(failure)) {
      reached(step);
      return failure;
    }
    Instant now = clock.instant();
    Instant first;
    synchronized (since) {
      first = since.computeIfAbsent(Tried.of(step), _ -> now);
    }
    if (Duration.between(first, now).compareTo(LIMIT) < 0 || begun.test(step)) {
      return failure;
    }
    reached(step);
    return ApplicationFailure.newNonRetryableFailureWithCause(
        "unreachable for %d min, given up: %s"
            .formatted(LIMIT.toMinutes(), Failures.words(failure)),
        FailureType.UNREACHABLE.name(),
        failure.getCause());
  }

  private static boolean neverReached(RuntimeException failure) {
    return failure instanceof ApplicationFailure application
        && FailureType.UNREACHABLE.name().equals(application.getType())
        && application.getCause() instanceof SshException cause
        && cause.isBeforeStart();
  }
}
