package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.operation.ServerState;
import java.util.List;

/** Plans that were not made by comparing. */
final class PlanOutcomes {
  private PlanOutcomes() {}

  /** The state of a server that is as its plan wants it. */
  static ServerState done(PlanSummary plan) {
    return plan.changes() == 0 ? ServerState.UNCHANGED : ServerState.SUCCEEDED;
  }

  /** What is known of a plan before it is made again: its hash. */
  static PlanSummary none(String server, String hash) {
    return new PlanSummary(server, hash, 0, 0, List.of(), List.of(), null);
  }
}
