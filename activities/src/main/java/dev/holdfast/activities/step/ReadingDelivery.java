package dev.holdfast.activities.step;

import dev.holdfast.schemas.step.Step;
import io.temporal.activity.Activity;

/** Tells apart the deliveries of a step that only reads, and so is not kept from running twice. */
public final class ReadingDelivery {
  private ReadingDelivery() {}

  /**
   * The step under a generation of this delivery's own: what was read before a delivery that did
   * not end is not what is read now. For the thread of an activity.
   */
  public static Step of(Step step) {
    // Temporal's test environment counts from 0.
    int delivery = Math.max(1, Activity.getExecutionContext().getInfo().getAttempt());
    return new Step(
        step.operation(),
        step.server(),
        step.key(),
        step.generation() + delivery - 1,
        step.fencingToken(),
        step.summary());
  }
}
