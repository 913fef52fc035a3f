package dev.holdfast.standalone;

import dev.holdfast.platform.PlatformConfig;
import java.util.List;

/**
 * The worker, in whichever JVM; closing what it returns lets it finish or hand over what it does.
 */
@FunctionalInterface
interface WorkerPart {

  /**
   * Starts a worker.
   *
   * @param capabilities the task queues that it serves; empty for all
   */
  AutoCloseable start(PlatformConfig config, Home home, List<String> capabilities) throws Exception;
}
