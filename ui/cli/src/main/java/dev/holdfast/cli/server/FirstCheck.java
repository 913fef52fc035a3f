package dev.holdfast.cli.server;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Printable;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The first login to a server that was registered just now. One that is another server's machine is
 * unregistered again: one machine has one name.
 */
sealed interface FirstCheck {

  /**
   * The login and sudo work.
   *
   * @param warning what is worth knowing of the machine; empty if there is nothing
   */
  record Works(String warning) implements FirstCheck {}

  /** They do not work yet; the server is registered. */
  record NotYet(JsonNode diagnosis) implements FirstCheck {
    /** The first problem. */
    String problem() {
      return Json.list(diagnosis, "findings").stream()
          .filter(finding -> Json.text(finding, "level").equals("problem"))
          .findFirst()
          .map(finding -> Printable.line(Json.text(finding, "summary")).replaceFirst("\\.$", ""))
          .orElse("");
    }
  }

  /** It is a server that is registered already, and no longer registered under this name. */
  record SameMachine(JsonNode diagnosis, String summary) implements FirstCheck {}

  /** Nobody could try it; the server is registered. */
  record NotTried(String reason) implements FirstCheck {}

  /** Has a worker try it once. */
  static FirstCheck of(ApiClient api, String server) {
    JsonNode diagnosis;
    try {
      diagnosis = api.post(ServerViews.path(server) + "/check", Json.object());
    } catch (Failure e) {
      return new NotTried(Printable.line(String.valueOf(e.getMessage())));
    }
    if (DiagnosisView.count(diagnosis, "problem") == 0) {
      return new Works(found(diagnosis, "login/machine", "warning").orElse(""));
    }
    Optional<String> same = found(diagnosis, "login/same-machine", "problem");
    if (same.isPresent()) {
      api.delete(ServerViews.path(server));
      return new SameMachine(diagnosis, same.get());
    }
    return new NotYet(diagnosis);
  }

  /** How to try it again. */
  static String again(String server) {
    return HoldfastCommand.PROGRAM + " server check " + server;
  }

  private static Optional<String> found(JsonNode diagnosis, String check, String level) {
    return Json.list(diagnosis, "findings").stream()
        .filter(finding -> Json.text(finding, "check").equals(check))
        .filter(finding -> Json.text(finding, "level").equals(level))
        .findFirst()
        .map(finding -> {
          String summary = Printable.line(Json.text(finding, "summary"));
          return check.equals("login/machine")
              ? summary + ". " + Printable.line(Json.text(finding, "fix"))
              : summary;
        });
  }
}
