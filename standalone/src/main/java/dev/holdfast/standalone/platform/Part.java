package dev.holdfast.standalone.platform;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.standalone.home.Home;

/** A part that runs inside of the platform's JVM; closing what it returns stops it. */
@FunctionalInterface
public interface Part {
  AutoCloseable start(PlatformConfig config, Home home) throws Exception;
}
