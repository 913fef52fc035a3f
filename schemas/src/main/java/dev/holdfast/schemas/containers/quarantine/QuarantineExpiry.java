package dev.holdfast.schemas.containers.quarantine;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Ends the quarantine of a container when its time is over. */
@WorkflowInterface
public interface QuarantineExpiry {

  @WorkflowMethod(name = "quarantine-expiry")
  void run(Request request);

  /** It is over already: there is nothing to wait for any more. */
  @SignalMethod
  void released();

  /** The id of the workflow for a quarantine on a server. */
  static String id(String operation, String server) {
    return operation + "/" + server + "/expiry";
  }

  /**
   * @param operation that has isolated the container
   * @param expiresAtMillis since 1970
   */
  record Request(
      String operation, String server, String container, long expiresAtMillis, AtExpiry atExpiry) {}
}
