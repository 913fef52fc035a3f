package dev.holdfast.schemas.operation;

import org.jspecify.annotations.Nullable;

/** The task queues, named by the resource that their activities use. */
public final class TaskQueues {
  /** Workflows, and the short activities that write what people see of them. */
  public static final String WORKFLOWS = "workflows";

  /** What only the API can do, because it decides who may do what. */
  public static final String PLATFORM = "platform";

  /** Everything that talks to a server that is in no region. */
  public static final String SSH = "ssh";

  private static final String SSH_IN = SSH + ".";

  private TaskQueues() {}

  /** The queue of everything that talks to a server of this region: {@code ssh.eu-west}. */
  public static String ssh(@Nullable String region) {
    return region == null ? SSH : SSH_IN + region;
  }

  /** The region whose servers a queue is for; null where it is for none. */
  public static @Nullable String region(String queue) {
    return queue.startsWith(SSH_IN) ? queue.substring(SSH_IN.length()) : null;
  }

  /** What to do where no worker takes anything from a queue. */
  public static String remedy(String queue) {
    if (queue.equals(PLATFORM)) {
      return "this is the API's own work, look at it with ./holdfast status";
    }
    return "start one" + (region(queue) == null ? "" : " there") + " with " + workerCommand(queue);
  }

  /** The command that starts a worker for a queue. */
  public static String workerCommand(String queue) {
    String region = region(queue);
    return region == null ? "./holdfast worker" : "./holdfast worker --region " + region;
  }
}
