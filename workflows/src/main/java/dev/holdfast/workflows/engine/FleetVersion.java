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

  /**
   * How little it asks of the database: from 1 on it asks nothing twice, from 2 on its beginning
   * and its end are one record each.
   */
  static int brief() {
    return Workflow.getVersion("fleet-brief", Workflow.DEFAULT_VERSION, 2);
  }

  static boolean earlier() {
    return Workflow.getVersion("fleet-pages", Workflow.DEFAULT_VERSION, 1)
        == Workflow.DEFAULT_VERSION;
  }
}
