package dev.holdfast.schemas.operation;

import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import org.jspecify.annotations.Nullable;

/** What a person may do to an operation over a selection of servers, besides {@link Steering}. */
@WorkflowInterface
public interface FleetSteering {

  /** From now on so many servers at the same time; those under way are finished. */
  @UpdateMethod(name = "concurrency")
  void concurrency(ConcurrencyChange change);

  @UpdateValidatorMethod(updateName = "concurrency")
  void validateConcurrency(ConcurrencyChange change);

  /** Leaves out a server that has not been started; doing so again has no effect. */
  @UpdateMethod(name = "skip")
  void skip(Skip skip);

  @UpdateValidatorMethod(updateName = "skip")
  void validateSkip(Skip skip);

  /**
   * @param servers at the same time, 1 to {@link OperationRequest#MOST_CONCURRENT}
   * @param by who wants it
   */
  record ConcurrencyChange(int servers, String by) {}

  /**
   * @param by who wants it
   * @param reason why, for those who read it later; null if it was not said
   */
  record Skip(String server, String by, @Nullable String reason) {}
}
