package dev.holdfast.schemas.stack;

import dev.holdfast.schemas.operation.OperationType;

/** The catalogue's entry for deploying a stack. */
public final class DeployStackOperation {
  public static final OperationType TYPE =
      new OperationType(
          "deploy-stack",
          "Deploy a stack of containers",
          "Makes the networks, volumes and containers of a stack, hardened, and waits until each tool is healthy. A"
              + " tool whose new version does not get healthy is put back to the old one.",
          DeployStackInput.class,
          OperationType.Kind.CHANGE,
          OperationType.Result.STATE,
          "./holdfast ops undo ID puts back the containers of before and removes what was made, volumes with their"
              + " data included.");

  private DeployStackOperation() {}
}
