package dev.holdfast.cli.operation;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Printable;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An operation as the API tells of it.
 *
 * @param planHash empty until there is a plan
 * @param error empty unless it failed as a whole
 * @param servers the first of them, those on which it failed first
 * @param document all that the API said
 */
record Operation(
    String id,
    String type,
    String state,
    String selector,
    boolean dryRun,
    String planHash,
    String error,
    Progress progress,
    List<OnServer> servers,
    JsonNode document) {
  static Operation of(JsonNode document) {
    return new Operation(
        Json.text(document, "id"),
        Json.text(document, "type"),
        Json.text(document, "state"),
        Json.text(document, "selector"),
        Json.flag(document, "dryRun"),
        Json.text(document, "planHash"),
        Printable.line(Json.text(document, "error")),
        Progress.of(document.path("progress")),
        Json.list(document, "servers").stream().map(OnServer::of).toList(),
        document);
  }

  /** The steps of a runbook that have begun, in their order; none of another operation. */
  List<BegunStep> runbookSteps() {
    return Json.list(document, "steps").stream().map(BegunStep::of).toList();
  }

  /** What failed in it without failing it, a line each; none of an operation under way. */
  List<String> warnings() {
    return Json.list(document, "warnings").stream()
        .map(warning ->
            Printable.line(
                "step "
                    + Json.text(warning, "step")
                    + " failed"
                    + (Json.text(warning, "operation").isEmpty()
                        ? ""
                        : " in " + Json.text(warning, "operation"))
                    + (Json.text(warning, "reason").isEmpty()
                        ? ""
                        : ": " + Json.text(warning, "reason"))))
        .toList();
  }

  /** What a runbook asks a person to agree to; empty where it does not. */
  String question() {
    return runbookSteps().stream()
        .filter(step -> step.isQuestion() && step.state().equals("awaiting-approval"))
        .map(BegunStep::reason)
        .findFirst()
        .orElse("");
  }

  /**
   * How many servers are how far.
   *
   * @param succeeded with those that were as desired already
   * @param failed in whatever way
   * @param leftOut skipped, cancelled or undone
   */
  record Progress(int total, int running, int succeeded, int failed, int leftOut) {
    private static Progress of(JsonNode counts) {
      return new Progress(
          Json.number(counts, "total"),
          Json.number(counts, "running"),
          sum(counts, "succeeded", "unchanged"),
          sum(counts, "failed", "interrupted", "unreachable"),
          sum(counts, "skipped", "cancelled", "undone"));
    }

    private static int sum(JsonNode counts, String... states) {
      return Stream.of(states).mapToInt(state -> Json.number(counts, state)).sum();
    }

    int ended() {
      return succeeded + failed + leftOut;
    }
  }

  /**
   * What an operation came to on one server so far.
   *
   * @param planned changes of its plan; as many as {@code changes} where there is none
   * @param parked why it is left for later; empty where it is not
   * @param outcome what the operation has to tell in its own terms; a missing node if nothing
   */
  record OnServer(
      String name,
      String state,
      int changes,
      int planned,
      int unchanged,
      String planHash,
      String error,
      String parked,
      JsonNode outcome) {
    static OnServer of(JsonNode server) {
      return new OnServer(
          Json.text(server, "name"),
          Json.text(server, "state"),
          Json.number(server, "changes"),
          Json.number(server, server.hasNonNull("planned") ? "planned" : "changes"),
          Json.number(server, "unchanged"),
          Json.text(server, "planHash"),
          Printable.line(Json.text(server, "error")),
          OpenHours.parked(server.path("parked")),
          server.path("outcome"));
    }

    /** Whether the server is as the operation wants it. */
    boolean done() {
      return state.equals("succeeded") || state.equals("unchanged");
    }

    /** How many bytes have been moved; 0 where none are moved. */
    long bytes() {
      return outcome.path("bytes").asLong(0);
    }

    /** How many bytes there are to move; 0 where none are moved. */
    long ofBytes() {
      return outcome.path("ofBytes").asLong(0);
    }

    /** What an operation that moves files has to tell of one that it moved; empty for others. */
    String moved() {
      if (!outcome.has("via")) {
        return "";
      }
      long millis = Math.max(1, outcome.path("millis").asLong(1));
      return Phrases.bytes(bytes())
          + " via "
          + Json.text(outcome, "via")
          + " in "
          + Phrases.duration(Duration.ofMillis(millis));
    }

    /** The exit code of a command; empty where there was none, or nobody knows it. */
    String exitCode() {
      return Json.text(outcome, "exitCode");
    }
  }

  boolean ended() {
    return switch (state) {
      case "succeeded", "failed", "cancelled", "undone" -> true;
      default -> false;
    };
  }

  /** The wave that is under way, {@code wave 2 of 3}; empty where there are no waves. */
  String wave() {
    JsonNode wave = document.path("wave");
    int number = Json.number(wave, "number");
    return number == 0 ? "" : "wave " + number + " of " + Json.number(wave, "of");
  }

  /** How long the servers that are left will take at this rate; empty where nobody can say. */
  Optional<Duration> left(Instant now) {
    int ended = progress.ended();
    return state.equals("running") && ended > 0 && ended < progress.total()
        ? Optional.of(duration(now).multipliedBy(progress.total() - ended).dividedBy(ended))
        : Optional.empty();
  }

  boolean awaitsApproval() {
    return state.equals("awaiting-approval");
  }

  /** Whether it compares a server with what is wanted, and records each change that it makes. */
  boolean makesPlans() {
    return Json.text(document, "kind").equals("change");
  }

  /** Whether what its commands printed is what one wants to see of it, not what it changed. */
  boolean runsCommands() {
    return Json.text(document, "result").equals("output");
  }

  /** The same operation with these of its servers. */
  Operation with(List<JsonNode> shown) {
    ObjectNode with = (ObjectNode) document.deepCopy();
    with.withArray("servers").removeAll().addAll(shown);
    return of(with);
  }

  /** How many of its servers are not in {@link #servers}. */
  int more() {
    return Math.max(0, progress.total() - servers.size());
  }

  int changes() {
    return Json.number(document, "changes");
  }

  int unchanged() {
    return Json.number(document, "unchanged");
  }

  /** How long it took, or has taken by now. */
  Duration duration(Instant now) {
    Instant start = instant("startedAt").or(() -> instant("createdAt")).orElse(now);
    Duration taken = Duration.between(start, instant("endedAt").orElse(now));
    return taken.isNegative() ? Duration.ZERO : taken;
  }

  private Optional<Instant> instant(String field) {
    String text = Json.text(document, field);
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
