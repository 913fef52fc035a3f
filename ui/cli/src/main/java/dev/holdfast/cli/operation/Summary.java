package dev.holdfast.cli.operation;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Style;
import dev.holdfast.cli.Table;
import java.time.Clock;

/** What an operation came to. */
final class Summary {
  private Summary() {}

  /** The servers with what became of them. */
  static Table servers(Operation operation) {
    return operation.runsCommands() ? commands(operation) : changes(operation);
  }

  private static Table commands(Operation operation) {
    Table table = new Table("SERVER", "STATE", "EXIT CODE", "ERROR").withState(1);
    for (Operation.OnServer server : operation.servers()) {
      table.row(server.name(), server.state(), server.exitCode(), server.error());
    }
    return table;
  }

  private static Table changes(Operation operation) {
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
          Integer.toString(server.changes()),
          Integer.toString(server.unchanged()),
          server.error());
    }
    return table;
  }

  /** Tells it on standard error, and where to look further. */
  static void tell(Operation operation, Output output) {
    Style style = output.messageStyle();
    if (!operation.servers().isEmpty()) {
      servers(operation).lines(style).forEach(output::message);
    }
    new Causes(operation).lines(style).forEach(output::message);
    Operation.Progress progress = operation.progress();
    output.message(
        operation.type()
            + " "
            + style.state(operation.state())
            + " in "
            + Words.duration(operation.duration(Clock.systemUTC().instant()))
            + ": "
            + progress.succeeded()
            + " of "
            + Words.count(progress.total(), "server")
            + " succeeded"
            + (operation.runsCommands() ? "" : made(operation)));
    if (!operation.error().isEmpty()) {
      output.message(style.bad("error:") + " " + operation.error());
    }
    if (operation.state().equals("failed")) {
      output.message("  ./holdfast ops logs " + operation.id() + "   shows the output");
    }
  }

  private static String made(Operation operation) {
    return ", "
        + Words.count(operation.changes(), "change")
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
