package dev.holdfast.standalone;

import dev.holdfast.platform.PlatformConfig;

/** A part that runs inside of the platform's JVM; closing what it returns stops it. */
@FunctionalInterface
interface Part {
  AutoCloseable start(PlatformConfig config, Home home) throws Exception;
}
