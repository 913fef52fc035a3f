package dev.holdfast.workflows.containers;

import dev.holdfast.schemas.containers.quarantine.QuarantineActivities;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Isolated;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.ObserveRequest;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Observed;
import dev.holdfast.workflows.engine.StepLimits;
import dev.holdfast.workflows.engine.Steps;
import java.util.function.IntFunction;

/**
 * The steps that isolating and releasing a container have in common.
 *
 * @param container its name or id
 */
record QuarantineSteps(Steps steps, String container) {
  private static final int GENERATIONS = 3;

  /** How the container is now. */
  Observed observe(String key, String summary) {
    return steps.run(
        QuarantineActivities.class,
        key,
        1,
        summary,
        StepLimits.READ,
        (activities, step) -> activities.observeContainer(new ObserveRequest(step, container)));
  }

  /** Makes a change again, each time as another generation, for as long as nobody knows its end. */
  static Isolated untilKnown(IntFunction<Isolated> change) {
    Isolated made = change.apply(1);
    for (int generation = 2; made.unknown() != null && generation <= GENERATIONS; generation++) {
      made = change.apply(generation);
    }
    return made;
  }

  /**
   * Why it failed.
   *
   * @param otherwise what is said where the change itself has no error
   */
  static String error(Isolated made, String otherwise) {
    if (made.unknown() != null) {
      return "interrupted " + GENERATIONS + " times: " + made.unknown();
    }
    return made.error() != null ? made.error() : otherwise;
  }
}
