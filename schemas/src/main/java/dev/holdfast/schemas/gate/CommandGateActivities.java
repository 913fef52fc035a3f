package dev.holdfast.schemas.gate;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Tries gates that are a command on each server of a wave. */
@ActivityInterface
public interface CommandGateActivities {

  /**
   * Runs the command once on each of the servers; it changes nothing, and takes no lease. Fails
   * with {@link dev.holdfast.schemas.failure.FailureType#GATE_CLOSED} unless it ends with 0 on all
   * of them.
   */
  @ActivityMethod(name = "TryGateCommand")
  void tryCommand(CommandTry wanted);

  /**
   * @param line for {@code sh}
   */
  record CommandTry(GateTry gate, GateServers servers, String line) {}
}
