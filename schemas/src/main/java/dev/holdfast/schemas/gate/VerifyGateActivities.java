package dev.holdfast.schemas.gate;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Tries gates that are the operation's own verification. */
@ActivityInterface
public interface VerifyGateActivities {

  /**
   * Compares each of the servers with its desired state once more. Fails with {@link
   * dev.holdfast.schemas.failure.FailureType#GATE_CLOSED} unless there is nothing to change on any
   * of them.
   */
  @ActivityMethod(name = "TryGateVerify")
  void tryVerify(VerifyTry wanted);

  /**
   * @param input the operation's input, read as the type that its desired state names
   */
  record VerifyTry(GateTry gate, GateServers servers, String operationType, Object input) {}
}
