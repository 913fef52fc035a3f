package dev.holdfast.schemas.containers.monitor;

import dev.holdfast.schemas.containers.monitor.ContainerMonitor.Watch;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import org.jspecify.annotations.Nullable;

/** Watches the containers of one server. */
@ActivityInterface
public interface ContainerMonitorActivities {

  /**
   * Takes a sample every ten seconds until something ends it. Delivered again it goes on from what
   * is in PostgreSQL, and tells nothing twice.
   */
  @ActivityMethod(name = "WatchContainers")
  Watched watchContainers(Watch watch);

  /** Why it has ended. */
  enum End {
    /** Nobody wants it any more, or the server is registered no longer. */
    OVER,
    /** It has lasted for long enough: another one is to go on. */
    HANDED_OVER,
    /** The server, or its engine, cannot be reached. */
    UNREACHABLE
  }

  /**
   * How it has ended.
   *
   * @param sampled whether there was a sample
   * @param queue of the workers that reach the server now
   * @param why it cannot be reached; null where it could
   */
  record Watched(End end, boolean sampled, String queue, @Nullable String why) {}
}
