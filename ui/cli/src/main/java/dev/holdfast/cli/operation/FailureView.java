package dev.holdfast.cli.operation;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Style;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What kind of failure it is, beside the error that says it in words. */
final class FailureView {
  /** Servers that have failed alike, and kinds of failures. */
  private static final int NAMED = 8;

  private FailureView() {}

  /**
   * {@code policy · refused}, and under it what it is about, what it was caused by, and what to do;
   * none where there is no failure.
   */
  static List<String> lines(JsonNode failure) {
    List<String> lines = new ArrayList<>();
    if (!failure.isObject()) {
      return lines;
    }
    lines.add(
        Stream.of(
                text(failure, "component"),
                text(failure, "code"),
                failure.path("retryable").asBoolean(false) ? "retryable" : "")
            .filter(word -> !word.isEmpty())
            .collect(Collectors.joining(" · ")));
    String state = text(failure, "state");
    add(lines, "", text(failure, "service"), state.isEmpty() ? "" : " is " + state);
    add(lines, "rule: ", text(failure, "rule").replaceFirst("^rule ", ""), "");
    add(lines, "step: ", text(failure, "step"), "");
    String message = text(failure, "message");
    for (JsonNode cause : Json.list(failure, "causes")) {
      if (message.contains(text(cause, "message"))) {
        continue; // The error has said it.
      }
      String code = text(cause, "code");
      add(lines, "caused by: ", text(cause, "message"), code.isEmpty() ? "" : " (" + code + ")");
    }
    add(lines, "what to do: ", text(failure, "remedy"), "");
    return lines;
  }

  private static void add(List<String> lines, String label, String text, String after) {
    if (!text.isEmpty()) {
      lines.add("  " + label + text + after);
    }
  }

  private static String text(JsonNode node, String field) {
    return Printable.line(Json.text(node, field));
  }

  /** The failures of an operation's servers, those together that are alike. */
  static List<String> ofServers(Operation operation, Style style) {
    Map<List<String>, List<String>> alike = new LinkedHashMap<>();
    for (JsonNode server : Json.list(operation.document(), "servers")) {
      List<String> failure = lines(server.path("failure"));
      if (!failure.isEmpty()) {
        alike.computeIfAbsent(failure, _ -> new ArrayList<>()).add(text(server, "name"));
      }
    }
    List<String> lines = new ArrayList<>();
    alike.entrySet().stream()
        .limit(NAMED)
        .forEach(entry -> {
          lines.add(names(entry.getValue(), style) + ": " + entry.getKey().getFirst());
          lines.addAll(entry.getKey().subList(1, entry.getKey().size()));
        });
    if (alike.size() > NAMED) {
      lines.add("and %d more kinds of failures".formatted(alike.size() - NAMED));
    }
    return lines;
  }

  private static String names(List<String> servers, Style style) {
    String named = servers.stream().limit(NAMED).map(style::bold).collect(Collectors.joining(", "));
    return servers.size() <= NAMED ? named : named + " and " + (servers.size() - NAMED) + " more";
  }
}
