package dev.holdfast.activities.transfer;

import dev.holdfast.activities.step.Failures;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.step.Step;

/** Whose the files of a step are in the store. */
final class Owner {
  private Owner() {}

  /** Whoever started the step's operation. */
  static String of(Operations operations, Step step) {
    return operations
        .find(step.operation())
        .map(StoredOperation::initiator)
        .orElseThrow(() -> Failures.of(FailureType.BAD_INPUT, "there is no " + step.operation()));
  }
}
