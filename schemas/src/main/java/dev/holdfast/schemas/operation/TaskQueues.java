package dev.holdfast.schemas.operation;

/** The task queues, named by the resource that their activities use. */
public final class TaskQueues {
  /** Workflows, and the short activities that write what people see of them. */
  public static final String WORKFLOWS = "workflows";

  /** Everything that talks to a server. */
  public static final String SSH = "ssh";

  private TaskQueues() {}
}
