package dev.holdfast.cli.server;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Has the platform look a server over and shows what it found. */
final class DiagnosisAnswer {
  private final ApiClient api;
  private final Output output;

  DiagnosisAnswer(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  /**
   * Shows the findings, and writes them to a file if there is one.
   *
   * @return the exit code: 0 if none of them is a problem
   */
  int show(String server, @Nullable Path report) {
    if (!output.json()) {
      output.message("Looking " + server + " over …");
    }
    JsonNode diagnosis = api.post(ServerViews.path(server) + "/diagnose", Json.object());
    print(diagnosis);
    if (report != null) {
      write(report, DiagnosisReport.lines(diagnosis));
      output.message("The report is in " + report + ".");
    }
    return exitCode(diagnosis);
  }

  /**
   * Has the login tried and shows the findings.
   *
   * @return the exit code: 0 if none of them is a problem
   */
  int check(String server) {
    JsonNode diagnosis = api.post(ServerViews.path(server) + "/check", Json.object());
    print(diagnosis);
    return exitCode(diagnosis);
  }

  /**
   * Has the login of a server tried that was registered just now; only problems are worth a word.
   *
   * @return the exit code: 0 if it works, or nobody is there to try it
   */
  int ofNew(String server) {
    switch (FirstCheck.of(api, server)) {
      case FirstCheck.NotTried(String reason) ->
          output.message(
              "The login was not tried: %s; try it with %s"
                  .formatted(reason, FirstCheck.again(server)));
      case FirstCheck.Works(String warning) -> {
        output.message("The login and sudo work.");
        if (!warning.isEmpty()) {
          output.message(server + ": " + warning);
        }
      }
      case FirstCheck.SameMachine(JsonNode diagnosis, _) -> {
        findings(diagnosis);
        output.message(
            server
                + " is not registered: one machine has one name. Add it with --alias-of if it shall have another.");
        return ExitCode.FAILED.code();
      }
      case FirstCheck.NotYet(JsonNode diagnosis) -> {
        findings(diagnosis);
        output.message(
            server
                + " is registered, but cannot be used yet. Try again with "
                + FirstCheck.again(server));
        return ExitCode.FAILED.code();
      }
    }
    return ExitCode.DONE.code();
  }

  private void findings(JsonNode diagnosis) {
    new DiagnosisView(output.messageStyle()).lines(diagnosis).forEach(output::message);
  }

  private void print(JsonNode diagnosis) {
    if (output.json()) {
      output.document(diagnosis);
    } else {
      new DiagnosisView(output.style()).lines(diagnosis).forEach(output::line);
    }
  }

  private static int exitCode(JsonNode diagnosis) {
    return (DiagnosisView.count(diagnosis, "problem") == 0 ? ExitCode.DONE : ExitCode.FAILED)
        .code();
  }

  private static void write(Path file, List<String> lines) {
    try {
      Files.write(file, lines);
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILED,
          "the report cannot be written to " + file + ": " + e.getMessage(),
          "choose a file in a directory that is there and that you may write to");
    }
  }
}
