package dev.holdfast.schemas.step;

import org.jspecify.annotations.Nullable;

/** A step's result that can mean a failure although the activity has ended as it should. */
public interface StepResult {
  /** What went wrong, for people; null where nothing did. */
  @Nullable String error();
}
