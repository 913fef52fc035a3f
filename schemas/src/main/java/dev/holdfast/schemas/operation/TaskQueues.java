package dev.holdfast.schemas.operation;

import java.util.List;
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

  /** What is watched takes a worker's slot for hours: it has slots of its own. */
  private static final String WATCH = "watch";

  private static final String WATCH_IN = WATCH + ".";

  /** Before the name of a queue: its critical work, which has slots of its own. */
  private static final String CRITICAL = "critical.";

  private TaskQueues() {}

  /** The queue of everything that talks to a server of this region: {@code ssh.eu-west}. */
  public static String ssh(@Nullable String region) {
    return region == null ? SSH : SSH_IN + region;
  }

  /** The queue of the same work where that is critical: {@code critical.ssh.eu-west}. */
  public static String critical(String queue) {
    return CRITICAL + queue;
  }

  /** The queue of what watches servers of this region for as long as somebody wants that. */
  public static String watch(@Nullable String region) {
    return region == null ? WATCH : WATCH_IN + region;
  }

  /** The region whose servers a queue is for; null where it is for none. */
  public static @Nullable String region(String queue) {
    String work = queue.startsWith(CRITICAL) ? queue.substring(CRITICAL.length()) : queue;
    for (String in : List.of(SSH_IN, WATCH_IN)) {
      if (work.startsWith(in)) {
        return work.substring(in.length());
      }
    }
    return null;
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
