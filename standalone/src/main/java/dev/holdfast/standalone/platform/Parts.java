package dev.holdfast.standalone.platform;

import dev.holdfast.activities.ssh.SshjHostKeyScanner;
import dev.holdfast.api.ApiApplication;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.PlatformFailure;
import dev.holdfast.workers.WorkerOptions;
import dev.holdfast.workers.WorkersApplication;
import java.util.Optional;

/** What runs inside of the platform's JVM; a part that a build does not have is absent. */
public record Parts(Optional<Part> api, Optional<WorkerPart> worker) {

  /** All there are. */
  public static Parts all() {
    return new Parts(
        Optional.of(
            (config, home) -> ApiApplication.start(config, home.root(), new SshjHostKeyScanner())),
        Optional.of(Parts::startWorker));
  }

  private static AutoCloseable startWorker(
      PlatformConfig config, Home home, WorkerOptions options) {
    try {
      return WorkersApplication.start(config, options);
    } catch (IllegalArgumentException e) {
      throw new PlatformFailure(PlatformFailure.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  public Parts withoutWorker() {
    return new Parts(api, Optional.empty());
  }
}
