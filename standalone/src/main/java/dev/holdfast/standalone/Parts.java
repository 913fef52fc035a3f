package dev.holdfast.standalone;

import dev.holdfast.activities.ssh.SshjHostKeyScanner;
import dev.holdfast.api.ApiApplication;
import dev.holdfast.workers.WorkersApplication;
import java.util.Optional;

/** What runs inside of the platform's JVM; a part that a build does not have is absent. */
record Parts(Optional<Part> api, Optional<WorkerPart> worker) {

  /** All there are. */
  static Parts all() {
    return new Parts(
        Optional.of(
            (config, home) -> ApiApplication.start(config, home.root(), new SshjHostKeyScanner())),
        Optional.of((config, home, options) -> WorkersApplication.start(config, options)));
  }

  Parts withoutWorker() {
    return new Parts(api, Optional.empty());
  }
}
