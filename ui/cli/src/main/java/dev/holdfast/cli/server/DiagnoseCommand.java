package dev.holdfast.cli.server;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.operation.PrintedOperation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The troubleshooter for a selection of servers, as an operation. */
@Command(
    name = "diagnose",
    header = "Find out what is wrong with servers.",
    description = {
      "%nThe same checks as server diagnose, on any number of servers: an operation, so that what"
          + " was found is kept (ops list --type diagnose, ops logs ID), and schedules and"
          + " runbooks can do it. It changes nothing.%n",
      "Of several servers only problems and warnings are shown, unless --all is given.%n",
      "Exit code 1: a server has a problem, or could not be checked.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast diagnose env=prod",
      "  ./holdfast diagnose all --login-only",
      "  ./holdfast diagnose web-1 --all"
    })
public final class DiagnoseCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "SELECTOR", description = "Which servers; or all.")
  private String selector = "";

  @Option(names = "--login-only", description = "Check only the way there, the login and sudo.")
  private boolean loginOnly;

  @Option(names = "--all", description = "Show what is well, too.")
  private boolean all;

  @Override
  public Integer call() {
    if (!options.output().json()) {
      options.output().message("Checking " + selector + " …");
    }
    return PrintedOperation.documents(
        options,
        platform,
        "diagnose",
        selector,
        Json.object().put("loginOnly", loginOnly),
        this::show);
  }

  private void show(Output output, Map<String, List<JsonNode>> diagnoses) {
    DiagnosisView view = new DiagnosisView(output.style());
    boolean whole = all || diagnoses.size() == 1;
    boolean first = true;
    for (List<JsonNode> found : diagnoses.values()) {
      for (JsonNode diagnosis : found) {
        if (!first) {
          output.line("");
        }
        first = false;
        (whole ? view.lines(diagnosis) : view.faults(diagnosis)).forEach(output::line);
      }
    }
  }
}
