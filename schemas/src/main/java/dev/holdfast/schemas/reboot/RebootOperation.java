package dev.holdfast.schemas.reboot;

import dev.holdfast.schemas.operation.OperationType;

/** The catalogue's entry for rebooting servers. */
public final class RebootOperation {
  public static final OperationType TYPE =
      new OperationType(
          "reboot",
          "Reboot servers",
          "Reboots each server once and waits until it is back: in another boot, with a login and sudo that work. Where"
              + " one does not come back in time, no further server is rebooted.",
          RebootInput.class,
          OperationType.Kind.RUN,
          OperationType.Result.STATE,
          "It cannot be: what was running has ended.");

  private RebootOperation() {}
}
