package dev.holdfast.standalone;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.workers.WorkerOptions;

/**
 * The worker, in whichever JVM; closing what it returns lets it finish or hand over what it does.
 */
@FunctionalInterface
interface WorkerPart {

  /** Starts a worker. */
  AutoCloseable start(PlatformConfig config, Home home, WorkerOptions options) throws Exception;
}
