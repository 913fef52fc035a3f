package dev.holdfast.workflows.engine;

import io.temporal.workflow.Workflow;

/** Which engine an operation was begun with: it ends with the same. */
final class FleetVersion {
  private FleetVersion() {}

  static boolean earlier() {
    return Workflow.getVersion("fleet-pages", Workflow.DEFAULT_VERSION, 1)
        == Workflow.DEFAULT_VERSION;
  }
}
