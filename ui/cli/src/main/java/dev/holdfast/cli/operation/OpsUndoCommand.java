package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.ServerChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts the operation that undoes another one. */
@Command(
    name = "undo",
    header = "Undo what an operation has changed.",
    description = {
      "%nAn operation of its own: it makes a plan, waits for its approval, undoes the changes in"
          + " reverse order and verifies it. Where somebody has changed the server since, it is"
          + " refused with the reason, and nothing is touched. An undo can be undone.%n%n"
          + "Of a runbook the operations are undone that it has started, the last one first, each"
          + " with a plan of its own. What it ran that cannot be undone, such as a command, is"
          + " left by naming its step with --leave.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  Show what would be undone, and change nothing:",
      "    ./holdfast ops undo op-01 --dry-run --follow",
      "  Undo it on one server only:",
      "    ./holdfast ops undo op-01 --server web-1 --follow",
      "  Undo one change of it; ./holdfast ops changes op-01 shows their ids:",
      "    ./holdfast ops undo op-01 --change user:deploy --follow",
      "  Undo a runbook, but for what its step 'restart' did:",
      "    ./holdfast ops undo op-02 --leave restart --follow"
    })
final class OpsUndoCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private ServerChoice choice = new ServerChoice();
  @Mixin private StartOptions start = new StartOptions();

  @Parameters(paramLabel = "ID", description = "The operation to undo.")
  private String id = "";

  @Option(
      names = "--change",
      paramLabel = "CHANGE",
      order = 2,
      description = "Only this change; may be given again (default: all that it made).")
  private List<String> changes = new ArrayList<>();

  @Option(
      names = "--leave",
      paramLabel = "STEP",
      order = 3,
      description = "Of a runbook: do not undo this step; may be given again.")
  private List<String> leave = new ArrayList<>();

  @Override
  public Integer call() {
    try (ApiClient api = choice.api(options)) {
      OperationsApi operations = new OperationsApi(api);
      return Start.run(
          api,
          options,
          UndoRequest.of(
              operations.whole(operations.get(id)), choice.names(), changes, leave, start),
          start);
    }
  }
}
