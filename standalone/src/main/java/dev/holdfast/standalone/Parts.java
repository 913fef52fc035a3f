package dev.holdfast.standalone;

import java.util.Optional;

/** What runs inside of the platform's JVM; a part that a build does not have is absent. */
record Parts(Optional<Part> api, Optional<WorkerPart> worker) {

  Parts withoutWorker() {
    return new Parts(api, Optional.empty());
  }
}
