package dev.holdfast.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What the API says went wrong: a problem document of RFC 9457, for the person who typed. */
final class ProblemAnswer {

  /** What somebody is told who logs in, and needs no other token. */
  private static final Set<String> LOGINS =
      Set.of("bad-login", "bad-code", "login-over", "identity-provider-unavailable");

  private ProblemAnswer() {}

  /** The failure that an answer of this status and body means. */
  static Failure failure(int status, String body, String request) {
    JsonNode problem = parse(body);
    String title = Json.text(problem, "title");
    String detail = Json.text(problem, "detail");
    String message = detail.isEmpty() ? title : detail;
    List<String> details = new ArrayList<>();
    for (JsonNode error : Json.list(problem, "errors")) {
      String field = Json.text(error, "field");
      String said = Json.text(error, "message");
      // Messages of contracts begin with their field by themselves.
      details.add(field.isEmpty() || said.startsWith(field + ":") ? said : field + ": " + said);
    }
    if (message.isEmpty()) {
      message = "the platform answered " + status + " to " + request;
    }
    if (details.size() == 1) {
      message = details.removeFirst();
    }
    String code = Json.text(problem, "code");
    return new Failure(
        ExitCode.ofProblem(status, code),
        sentence(message),
        details,
        remedy(status, problem),
        code.isEmpty() ? null : code);
  }

  private static JsonNode parse(String body) {
    try {
      return body.isBlank() ? Json.object() : Json.parse(body);
    } catch (JacksonException e) {
      return Json.object();
    }
  }

  // Messages of ours begin small and end without a full stop.
  private static String sentence(String text) {
    String bare = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    boolean word = bare.length() > 1 && Character.isLowerCase(bare.charAt(1));
    return word ? Character.toLowerCase(bare.charAt(0)) + bare.substring(1) : bare;
  }

  private static @Nullable String remedy(int status, JsonNode problem) {
    if (LOGINS.contains(Json.text(problem, "code"))) {
      return null;
    }
    return switch (status) {
      case 401 -> "set HOLDFAST_TOKEN to a valid token, or run as the user who started Holdfast";
      case 502, 503, 504 -> "./holdfast status shows which part is missing; then try again";
      default -> null;
    };
  }
}
