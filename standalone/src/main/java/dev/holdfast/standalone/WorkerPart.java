package dev.holdfast.standalone;

import dev.holdfast.platform.PlatformConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The worker, in whichever JVM; closing what it returns lets it finish or hand over what it does.
 */
@FunctionalInterface
interface WorkerPart {

  /**
   * Starts a worker.
   *
   * @param capabilities the task queues that it serves; empty for all
   * @param region the region of the servers that it can reach, if it is bound to one
   */
  AutoCloseable start(
      PlatformConfig config, Home home, List<String> capabilities, @Nullable String region)
      throws Exception;
}
