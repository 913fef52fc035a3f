package dev.holdfast.cli.operation;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What keeps an operation from going on, asked for seldom, while somebody watches it. */
final class Obstacles {
  // What goes well is over before anybody wonders.
  private static final Duration FIRST = Duration.ofSeconds(4);
  private static final Duration AGAIN = Duration.ofSeconds(10);
  private static final int SHOWN = 3;

  private final OperationsApi operations;
  private final String id;
  private long askAt = System.nanoTime() + FIRST.toNanos();
  private List<String> known = List.of();

  Obstacles(OperationsApi operations, String id) {
    this.operations = operations;
    this.id = id;
  }

  /** A line for each, with what to do; what was known at the last time while it is too early. */
  List<String> now() {
    if (System.nanoTime() - askAt >= 0) {
      known = ask();
      askAt = System.nanoTime() + AGAIN.toNanos();
    }
    return known;
  }

  /** A line for each at this moment. */
  List<String> ask() {
    try {
      List<String> lines =
          Json.list(operations.explain(id), "reasons").stream()
              .map(this::line)
              .filter(line -> !line.isEmpty())
              .distinct()
              .toList();
      if (lines.size() <= SHOWN) {
        return lines;
      }
      List<String> some = new ArrayList<>(lines.subList(0, SHOWN));
      some.add("and more: %s ops explain %s".formatted(HoldfastCommand.PROGRAM, id));
      return some;
    } catch (Failure unexplained) {
      return List.of(); // whoever watches hears of it from the operation itself
    }
  }

  /** Empty for what goes on by itself: only an obstacle has a remedy. */
  private String line(JsonNode reason) {
    String remedy = Json.text(reason, "remedy");
    if (remedy.isEmpty()) {
      return "";
    }
    String server = Json.text(reason, "server");
    String error = Json.text(reason, "lastError");
    String subject = server.isEmpty() ? id : server;
    String said =
        error.isEmpty()
            ? subject + " waits for " + Json.text(reason, "waitingFor")
            : subject + ": " + error;
    return Printable.line(said) + "; " + Printable.line(remedy);
  }
}
