package dev.holdfast.activities.change;

import dev.holdfast.activities.step.Failures;
import dev.holdfast.schemas.change.FleetPlanActivities;
import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.failure.FailureWords;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;

/**
 * The first plan of one server. A server that cannot be reached is waited for as long as any step
 * waits for one; one whose look was interrupted (its worker goes down, its operation is cancelled)
 * comes to nothing.
 *
 * @param look makes the plan once
 */
record FirstPlan(String server, Supplier<PlanSummary> look) {

  private static final Duration AT_MOST = Duration.ofMinutes(2);
  private static final Duration LONGEST = Duration.ofSeconds(15);
  private static final Duration FIRST = Duration.ofMillis(500);

  /**
   * What it came to.
   *
   * @param warnings each with its server
   */
  record Made(ServerResult result, List<String> warnings) {}

  Made make() {
    long began = System.nanoTime();
    Duration pause = FIRST;
    while (true) {
      try {
        return made(look.get());
      } catch (ApplicationFailure e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e; // of the server this says nothing: the next delivery looks again
        }
        boolean last = Duration.ofNanos(System.nanoTime() - began).compareTo(AT_MOST) >= 0;
        if (e.isNonRetryable() || last) {
          return none(state(e.getType()), FailureWords.of(e), e);
        }
        if (!slept(pause)) {
          throw e;
        }
      } catch (JdbiException e) {
        // Nothing is wrong with the server: Temporal tries again when the database is back.
        throw e;
      } catch (RuntimeException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        return none(ServerState.FAILED, String.valueOf(e.getMessage()), e);
      }
      pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
    }
  }

  private static boolean slept(Duration pause) {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Made made(PlanSummary plan) {
    boolean refused = !plan.refusals().isEmpty();
    String refusals = String.join("; ", plan.refusals());
    return new Made(
        new ServerResult(
                server,
                refused ? ServerState.FAILED : ServerState.QUEUED,
                plan.changes(),
                plan.unchanged(),
                plan.hash(),
                refused ? refusals : null)
            .with(
                refused
                    ? FailureData.of(FailureType.REFUSED, refusals, null)
                        .in(FleetPlanActivities.KEY)
                    : null),
        plan.warnings() == null
            ? List.of()
            : plan.warnings().stream().map(warning -> server + ": " + warning).toList());
  }

  private Made none(ServerState state, String why, RuntimeException e) {
    FailureData failure = Failures.read(e).in(FleetPlanActivities.KEY);
    return new Made(new ServerResult(server, state, 0, 0, null, why).with(failure), List.of());
  }

  private static ServerState state(String type) {
    return FailureType.UNREACHABLE.name().equals(type)
        ? ServerState.UNREACHABLE
        : FailureType.INTERRUPTED.name().equals(type)
            ? ServerState.INTERRUPTED
            : ServerState.FAILED;
  }
}
