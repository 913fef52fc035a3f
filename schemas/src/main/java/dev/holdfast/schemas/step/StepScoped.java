package dev.holdfast.schemas.step;

/** A request that belongs to a step; the activity interceptor records the step from it. */
public interface StepScoped {
  Step step();
}
