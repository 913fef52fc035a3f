package dev.holdfast.cli.schedule;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.operation.TypedInput;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A schedule as it was typed; apart from its command, so that help loads no JSON. */
record NewSchedule(
    String name,
    Operation operation,
    @Nullable String cron,
    @Nullable Duration every,
    @Nullable String zone,
    @Nullable Duration jitter,
    @Nullable String overlap,
    @Nullable Duration catchUp,
    boolean pauseOnFailure,
    @Nullable Duration approveFor) {

  /** What it starts. */
  record Operation(
      String type,
      String selector,
      @Nullable String input,
      List<String> settings,
      boolean dryRun,
      @Nullable String priority,
      @Nullable Integer concurrency,
      @Nullable String maxFailures,
      @Nullable List<String> waves,
      @Nullable List<String> window,
      @Nullable List<String> gates,
      @Nullable Long gateSeconds) {

    private ObjectNode json(InputStream standardInput) {
      ObjectNode operation = Json.object().put("type", type).put("selector", selector);
      if (input != null) {
        operation.set("overrides", TypedInput.read(input, standardInput));
      }
      TypedInput.set(operation, settings);
      if (dryRun) {
        operation.put("dryRun", true);
      }
      if (priority != null) {
        operation.put("priority", priority);
      }
      if (concurrency != null) {
        operation.put("concurrency", concurrency);
      }
      if (maxFailures != null) {
        operation.put("maxFailures", maxFailures);
      }
      if (window != null) {
        operation.put("window", String.join("; ", window));
      }
      if (waves != null) {
        operation.set("waves", Json.of(waves));
      }
      if (gates != null) {
        operation.set("gates", Json.of(gates));
      }
      if (gateSeconds != null) {
        operation.put("gateSeconds", gateSeconds);
      }
      return operation;
    }
  }

  /** The body of {@code POST /schedules}; what was not typed is left out. */
  JsonNode json(InputStream standardInput) {
    ObjectNode schedule = Json.object().put("name", name);
    schedule.set("operation", operation.json(standardInput));
    text(schedule, "cron", cron);
    seconds(schedule, "everySeconds", every);
    text(schedule, "zone", zone);
    seconds(schedule, "jitterSeconds", jitter);
    text(schedule, "overlap", overlap);
    seconds(schedule, "catchUpSeconds", catchUp);
    if (pauseOnFailure) {
      schedule.put("pauseOnFailure", true);
    }
    if (approveFor != null) {
      schedule.put("approveUntil", Clock.systemUTC().instant().plus(approveFor).toString());
    }
    return schedule;
  }

  private static void text(ObjectNode schedule, String field, @Nullable String value) {
    if (value != null) {
      schedule.put(field, value);
    }
  }

  private static void seconds(ObjectNode schedule, String field, @Nullable Duration value) {
    if (value != null) {
      schedule.put(field, value.toSeconds());
    }
  }
}
