package dev.holdfast.activities.change;

import dev.holdfast.activities.step.Failures;
import dev.holdfast.activities.step.RecordedSteps;
import dev.holdfast.activities.step.ServersAtOnce;
import dev.holdfast.platform.operation.FleetRows;
import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.change.ChangeActivities.PlanRequest;
import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.gate.GateClosed;
import dev.holdfast.schemas.gate.GateTry;
import dev.holdfast.schemas.gate.VerifyGateActivities;
import dev.holdfast.schemas.step.Step;
import io.temporal.activity.Activity;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares servers of a wave with their desired state once more. Thread-safe. */
public final class GateVerification implements VerifyGateActivities {
  private final ChangeActivities changes;
  private final RecordedSteps steps;
  private final FleetRows rows;
  private final Clock clock;

  /**
   * @param changes makes the plan of one server
   */
  public GateVerification(
      ChangeActivities changes, RecordedSteps steps, FleetRows rows, Clock clock) {
    this.changes = changes;
    this.steps = steps;
    this.rows = rows;
    this.clock = clock;
  }

  @Override
  public void tryVerify(VerifyTry wanted) {
    GateTry gate = wanted.gate();
    List<String> names = rows.gateServers(gate.operation(), wanted.servers());
    // Temporal's test environment counts from 0.
    int delivery = Math.max(1, Activity.getExecutionContext().getInfo().getAttempt());
    List<String> closed =
        ServersAtOnce.each("gate-verify", names, server -> why(wanted, server, delivery));
    if (!closed.isEmpty()) {
      throw GateClosed.because(GateClosed.on(closed, names.size()), gate, clock.instant());
    }
  }

  private static @Nullable String again(int changes) {
    return switch (changes) {
      case 0 -> null;
      case 1 -> "1 change is to be made again";
      default -> changes + " changes are to be made again";
    };
  }

  /** Why a server is not as desired; null where it is. */
  private @Nullable String why(VerifyTry wanted, String server, int delivery) {
    GateTry gate = wanted.gate();
    Step step =
        new Step(
            gate.operation(),
            server,
            "gate-%d-%d".formatted(gate.wave(), gate.number()),
            (gate.round() - 1) * Step.GENERATIONS + 1,
            0,
            "Gate: verify that " + server + " is still in its desired state");
    PlanRequest request = new PlanRequest(step, wanted.operationType(), wanted.input());
    try {
      PlanSummary left = steps.run(step, delivery, request, () -> changes.plan(request));
      return left.refusals().isEmpty() ? again(left.changes()) : String.join("; ", left.refusals());
    } catch (RuntimeException e) {
      return Failures.words(e);
    }
  }
}
