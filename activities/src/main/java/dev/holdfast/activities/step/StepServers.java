package dev.holdfast.activities.step;

import dev.holdfast.activities.ssh.ServerLookup;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;

/** Finds the servers that steps are about. Thread-safe. */
public record StepServers(ServerLookup servers) {

  /**
   * The server of a step as it is registered now.
   *
   * @throws io.temporal.failure.ApplicationFailure of type BAD_INPUT if it was removed
   */
  public Server of(Step step) {
    return servers
        .find(step.server())
        .orElseThrow(() -> Failures.of(FailureType.BAD_INPUT, gone(step.server())));
  }

  /** What to say of a server that was removed. */
  public static String gone(String server) {
    return "there is no server " + server + " any more";
  }
}
