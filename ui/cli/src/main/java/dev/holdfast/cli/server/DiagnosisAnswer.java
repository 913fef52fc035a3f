package dev.holdfast.cli.server;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
    String again = HoldfastCommand.PROGRAM + " server check " + server;
    JsonNode diagnosis;
    try {
      diagnosis = api.post(ServerViews.path(server) + "/check", Json.object());
    } catch (Failure e) {
      output.message(
          "The login was not tried: "
              + Printable.line(String.valueOf(e.getMessage()))
              + "; try it with "
              + again);
      return ExitCode.DONE.code();
    }
    if (exitCode(diagnosis) == ExitCode.DONE.code()) {
      output.message("The login and sudo work.");
      found(diagnosis, "login/machine", "warning")
          .map(finding ->
              "%s: %s. %s"
                  .formatted(
                      server,
                      Printable.line(Json.text(finding, "summary")),
                      Printable.line(Json.text(finding, "fix"))))
          .ifPresent(output::message);
    } else {
      new DiagnosisView(output.messageStyle()).lines(diagnosis).forEach(output::message);
      if (found(diagnosis, "login/same-machine", "problem").isPresent()) {
        api.delete(ServerViews.path(server));
        output.message(
            server
                + " is not registered: one machine has one name. Add it with --alias-of if it shall have another.");
        return ExitCode.FAILED.code();
      }
      output.message(server + " is registered, but cannot be used yet. Try again with " + again);
    }
    return exitCode(diagnosis);
  }

  private static Optional<JsonNode> found(JsonNode diagnosis, String check, String level) {
    return Json.list(diagnosis, "findings").stream()
        .filter(finding -> Json.text(finding, "check").equals(check))
        .filter(finding -> Json.text(finding, "level").equals(level))
        .findFirst();
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
