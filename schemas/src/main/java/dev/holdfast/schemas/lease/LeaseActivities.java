package dev.holdfast.schemas.lease;

import dev.holdfast.schemas.lease.ServerLease.Request;
import io.temporal.activity.ActivityInterface;

/** What leases need from outside of workflows. */
@ActivityInterface
public interface LeaseActivities {

  /** Asks for the lease of a server; starts the lease's workflow where there is none. */
  void requestLease(String server, Request request);

  /** The next fencing token, higher than any before. */
  long nextFencingToken(String server);

  /** Whether the workflow that holds a lease has ended without releasing it. */
  boolean holderEnded(Request holder);
}
