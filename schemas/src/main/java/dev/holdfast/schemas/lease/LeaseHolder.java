package dev.holdfast.schemas.lease;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;

/** What a workflow that asks for a lease listens to. */
@WorkflowInterface
public interface LeaseHolder {

  @SignalMethod(name = "lease-granted")
  void granted(Grant grant);

  /**
   * @param fencingToken grows with every grant; the server refuses anything older than what it has
   *     seen
   */
  record Grant(String server, String requestId, long fencingToken) {}
}
