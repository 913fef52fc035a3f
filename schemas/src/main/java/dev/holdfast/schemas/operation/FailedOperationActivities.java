package dev.holdfast.schemas.operation;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** What the API does about an operation that has failed: it knows who may start what. */
@ActivityInterface
public interface FailedOperationActivities {

  /**
   * Starts the operation that undoes what another one has changed, on the servers on which it has
   * changed something, once; where there is none, or where its initiator may not, nothing.
   */
  @ActivityMethod(name = "UndoFailedOperation")
  void undoFailed(String operation);
}
