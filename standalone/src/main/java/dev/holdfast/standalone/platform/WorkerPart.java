package dev.holdfast.standalone.platform;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.workers.WorkerOptions;

/**
 * The worker, in whichever JVM; closing what it returns lets it finish or hand over what it does.
 */
@FunctionalInterface
public interface WorkerPart {

  /** Starts a worker. */
  AutoCloseable start(PlatformConfig config, Home home, WorkerOptions options) throws Exception;
}
