package dev.holdfast.workflows.engine;

import io.temporal.workflow.Workflow;

/** Which engine an operation was begun with: it ends with the same. */
final class FleetVersion {
  private FleetVersion() {}

  /** Whether a server on which it has failed may be left out; asked only where one is to be. */
  static boolean repairs() {
    return Workflow.getVersion("fleet-repairs", Workflow.DEFAULT_VERSION, 1)
        != Workflow.DEFAULT_VERSION;
  }

  /** Whether it asks the database no more than it has to. */
  static boolean brief() {
    return Workflow.getVersion("fleet-brief", Workflow.DEFAULT_VERSION, 1)
        != Workflow.DEFAULT_VERSION;
  }

  static boolean earlier() {
    return Workflow.getVersion("fleet-pages", Workflow.DEFAULT_VERSION, 1)
        == Workflow.DEFAULT_VERSION;
  }
}
