package dev.holdfast.workflows.service;

import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.service.ServiceInput;
import java.util.Map;

/** The commands of systemd that an input means. */
final class ServiceCommands {
  private static final int TIMEOUT_SECONDS = 300;
  private static final int OUTPUT_MIB = 16;

  private ServiceCommands() {}

  static ExecInput of(ServiceInput input) {
    return new ExecInput(
        input.command(),
        null,
        null,
        null,
        true,
        null,
        Map.of(),
        null,
        TIMEOUT_SECONDS,
        input.action().kind() == ServiceInput.Kind.READ,
        OUTPUT_MIB,
        null);
  }

  /** Shows the last lines of the unit's log. */
  static ExecInput log(ServiceInput input) {
    return of(new ServiceInput(input.unit(), ServiceInput.Action.LOGS, input.lines()));
  }
}
