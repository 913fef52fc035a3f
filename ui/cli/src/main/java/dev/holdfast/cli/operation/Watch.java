package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Surroundings;

/** Follows an operation and tells what it came to. */
final class Watch {
  private final ApiClient api;
  private final OperationsApi operations;
  private final Output output;
  private final Surroundings surroundings;

  Watch(ApiClient api, Output output, Surroundings surroundings) {
    this.api = api;
    this.operations = new OperationsApi(api);
    this.output = output;
    this.surroundings = surroundings;
  }

  /** The exit code that the operation's outcome means. */
  int toEnd(String id) {
    Operation last = new Follower(operations, output, surroundings).follow(id);
    if (last.dryRun() && !last.makesPlans()) {
      // What would change is what it printed.
      if (!output.json() && last.changes() > 0) {
        new LogStream(api, output, id, "").show(false);
      }
    } else if (last.dryRun() && last.changes() > 0) {
      PlanView.lines(operations.plan(id), output.messageStyle(), false).forEach(output::message);
    }
    OperationSummary.tell(last, output);
    if (output.json()) {
      output.document(last.document());
    }
    return OperationSummary.exitCode(last).code();
  }
}
