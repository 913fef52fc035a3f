package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.operation.FleetTarget;
import java.util.List;

/** What is done to the servers of an operation, so many of them at a time. */
interface FleetWork {

  /** So many servers are started together; of one task queue, if they are several. */
  int most();

  /** Whether more may be started now. */
  boolean room();

  /** Whether nothing is under way. */
  boolean idle();

  /** Whether what is under way goes on when this run of the workflow is over. */
  boolean outlivesRun();

  /** Starts work on servers; what comes of it is counted in the operation's state. */
  void start(List<FleetTarget> targets);
}
