package dev.holdfast.cli.operation;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Style;
import dev.holdfast.cli.Table;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What an operation came to. */
final class OperationSummary {
  /** How the error of an operation begins that has ended before it changed any server. */
  private static final String UNTOUCHED = "nothing was changed";

  private OperationSummary() {}

  /** The servers with what became of them. */
  static Table servers(Operation operation) {
    return servers(operation, Set.of());
  }

  /**
   * The same; without the errors of those servers whose error is shown beside it.
   *
   * @param told their names
   */
  private static Table servers(Operation operation, Set<String> told) {
    return operation.runsCommands() ? commands(operation, told) : changes(operation, told);
  }

  private static String error(Operation.OnServer server, Set<String> told) {
    if (!server.parked().isEmpty()) {
      return server.parked();
    }
    return told.contains(server.name()) ? "" : server.error();
  }

  private static Table commands(Operation operation, Set<String> told) {
    Table table = new Table("SERVER", "STATE", "EXIT CODE", "ERROR").withState(1);
    for (Operation.OnServer server : operation.servers()) {
      table.row(server.name(), server.state(), server.exitCode(), error(server, told));
    }
    return table;
  }

  private static Table changes(Operation operation, Set<String> told) {
    Table table =
        new Table(
                "SERVER",
                "STATE",
                operation.dryRun() ? "WOULD CHANGE" : "CHANGED",
                "UNCHANGED",
                "ERROR")
            .withState(1);
    for (Operation.OnServer server : operation.servers()) {
      table.row(
          server.name(),
          server.state(),
          made(server),
          Integer.toString(server.unchanged()),
          error(server, told));
    }
    return table;
  }

  /** {@code 3}, or {@code 0 of 7} where not all that is planned was done. */
  private static String made(Operation.OnServer server) {
    return server.planned() == server.changes()
        ? Integer.toString(server.changes())
        : server.changes() + " of " + server.planned();
  }

  /** That there are more servers than the table has, and how to list them. */
  static Optional<String> more(Operation operation) {
    return operation.more() == 0
        ? Optional.empty()
        : Optional.of(
            "and %d more; %s ops servers %s lists them all"
                .formatted(operation.more(), HoldfastCommand.PROGRAM, operation.id()));
  }

  /** Tells it on standard error, and where to look further. */
  static void tell(Operation operation, Output output) {
    Style style = output.messageStyle();
    SharedCauses causes = new SharedCauses(operation);
    if (!operation.servers().isEmpty()) {
      servers(operation, causes.servers()).lines(style).forEach(output::message);
      more(operation).ifPresent(output::message);
    }
    causes.lines(style).forEach(output::message);
    operation
        .warnings()
        .forEach(warning -> output.message(style.attention("warning:") + " " + warning));
    Operation.Progress progress = operation.progress();
    output.message(
        operation.type()
            + " "
            + style.state(operation.state())
            + with(operation.warnings())
            + " in "
            + Phrases.duration(operation.duration(Clock.systemUTC().instant()))
            + ": "
            + progress.succeeded()
            + " of "
            + Phrases.count(progress.total(), "server")
            + " succeeded"
            + (operation.runsCommands() ? "" : made(operation)));
    // Where servers failed, it only sums up what is said of them above.
    if (!operation.error().isEmpty()
        && operation.servers().stream().allMatch(server -> server.error().isEmpty())) {
      output.message(style.bad("error:") + " " + operation.error());
    }
    if (operation.state().equals("failed")) {
      output.message("  ./holdfast ops logs " + operation.id() + "   shows the output");
      if (GateView.refused(operation.document())) {
        output.message(
            "  ./holdfast ops rerun " + operation.id() + " --failed   starts it on the rest");
      }
    }
  }

  /** {@code with 1 warning}; empty where there is none. */
  private static String with(List<String> warnings) {
    return warnings.isEmpty() ? "" : " with " + Phrases.count(warnings.size(), "warning");
  }

  private static String made(Operation operation) {
    if (operation.error().startsWith(UNTOUCHED)) {
      return ", " + UNTOUCHED;
    }
    return ", "
        + Phrases.count(operation.changes(), "change")
        + (operation.dryRun() ? " would be made, " : ", ")
        + operation.unchanged()
        + " unchanged";
  }

  /** The exit code that an ended operation means. */
  static ExitCode exitCode(Operation operation) {
    return switch (operation.state()) {
      case "succeeded" -> ExitCode.DONE;
      case "cancelled" -> ExitCode.CANCELLED;
      default -> ExitCode.FAILED;
    };
  }
}
