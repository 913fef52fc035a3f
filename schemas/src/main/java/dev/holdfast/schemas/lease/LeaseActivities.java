package dev.holdfast.schemas.lease;

import dev.holdfast.schemas.lease.ServerLease.Request;
import dev.holdfast.schemas.step.Step;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import org.jspecify.annotations.Nullable;

/** What leases need from outside of workflows. */
@ActivityInterface
public interface LeaseActivities {

  /**
   * Asks for the lease of a server's machine; starts the lease's workflow where there is none.
   *
   * @return the name by which the machine is leased; null from a worker that knows no aliases,
   *     which leases the server by its own name
   */
  @Nullable String requestLease(String server, Request request);

  /** The next fencing token, higher than any before. */
  long nextFencingToken(String server);

  /** Gives a lease back; where its workflow is gone already there is nothing to give. */
  @ActivityMethod(name = "ReleaseLease")
  void releaseLease(String machine, String requestId);

  /**
   * Gives a lease back under which all that was sent has ended: nothing is sent under it any more,
   * also by a worker that has been stopped just before it would have.
   *
   * @param lease names operation, server and fencing token
   */
  void endLease(String machine, String requestId, Step lease);

  /** Whether the workflow that holds a lease has ended without releasing it. */
  boolean holderEnded(Request holder);
}
