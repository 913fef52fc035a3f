package dev.holdfast.cli.queue;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Table;
import dev.holdfast.cli.operation.Phrases;
import dev.holdfast.schemas.operation.TaskQueues;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Asks the platform about its task queues and shows its answer. */
final class QueueView {
  private static final int MOST = 10_000;

  private final ApiClient api;
  private final Output output;

  QueueView(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int show() {
    List<JsonNode> queues = Pages.read(api, "/queues", MOST);
    int code =
        output.list(
            queues,
            "This platform's Temporal does not tell what waits in its queues.",
            () -> {
              Table table = new Table("QUEUE", "WORK", "WAITING", "OLDEST", "WORKERS");
              queues.forEach(queue ->
                  table.row(
                      Json.text(queue, "queue"),
                      Json.text(queue, "work") + "s",
                      waiting(queue),
                      oldest(queue),
                      String.valueOf(queue.path("workers").size())));
              return table;
            });
    queues.stream().filter(QueueView::nobodyTakesIt).forEach(this::advise);
    return code;
  }

  /** {@code 12 (2 critical, 10 normal)}. */
  private static String waiting(JsonNode queue) {
    String byPriority =
        queue
            .path("priorities")
            .valueStream()
            .map(part -> Json.text(part, "waiting") + " " + Json.text(part, "priority"))
            .collect(Collectors.joining(", "));
    String all = Json.text(queue, "waiting");
    return byPriority.isEmpty() ? all : all + " (" + byPriority + ")";
  }

  private static String oldest(JsonNode queue) {
    double seconds = queue.path("oldestSeconds").asDouble();
    return seconds == 0 ? "" : Phrases.duration(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  private static boolean nobodyTakesIt(JsonNode queue) {
    return queue.path("workers").isEmpty();
  }

  private void advise(JsonNode queue) {
    String name = Json.text(queue, "queue");
    output.message(
        Printable.line(
            "No worker takes %ss from %s: %s."
                .formatted(Json.text(queue, "work"), name, TaskQueues.remedy(name))));
  }
}
