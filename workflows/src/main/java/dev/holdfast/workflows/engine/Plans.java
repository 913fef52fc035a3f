package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.change.PlanSummary;
import java.util.List;

/** Plans that were not made by comparing. */
final class Plans {
  private Plans() {}

  /** What is known of a plan before it is made again: its hash. */
  static PlanSummary none(String server, String hash) {
    return new PlanSummary(server, hash, 0, 0, List.of(), List.of(), null);
  }
}
