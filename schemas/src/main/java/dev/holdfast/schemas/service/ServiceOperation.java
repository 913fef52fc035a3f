package dev.holdfast.schemas.service;

import dev.holdfast.schemas.operation.OperationType;

/** The catalogue's entry for controlling units of systemd. */
public final class ServiceOperation {
  public static final OperationType TYPE =
      new OperationType(
          "service",
          "Control a service",
          "Starts, stops, enables, disables or masks a unit of systemd, restarts or reloads it, or shows its status or its"
              + " log. A unit that does not start, or does not stay up, fails with its last log lines, and the server"
              + " reverts the change.",
          ServiceInput.class,
          OperationType.Kind.CHANGE,
          OperationType.Result.STATE,
          "./holdfast ops undo ID starts what it stopped and stops what it started, and so with enable, disable and mask."
              + " A restart, a reload and what only reads leave nothing to undo.");

  private ServiceOperation() {}
}
