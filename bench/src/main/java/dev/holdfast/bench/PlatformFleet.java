package dev.holdfast.bench;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.EventStream;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Pages;
import dev.holdfast.demo.lab.ApiServerRegistry;
import dev.holdfast.lab.LabServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A command on all servers by a running platform; closing it makes the platform forget them. */
final class PlatformFleet implements AutoCloseable {
  private static final String LABEL = "holdfast-bench";

  /** What takes a server some time, and the platform's machine none. */
  private static final List<String> WORK = List.of("sleep", "0.25");

  private static final Duration QUIET = Duration.ofMillis(500);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled", "undone");

  private final ApiClient api;
  private final List<LabServer> servers;
  private final ApiServerRegistry registry;

  /**
   * @param servers by names that nobody else has on this platform
   */
  PlatformFleet(ApiClient api, List<LabServer> servers) {
    this.api = api;
    this.servers = servers;
    this.registry = new ApiServerRegistry(api);
    servers.forEach(server -> registry.register(server, Map.of(LABEL, "fleet")));
  }

  /** What selects them. */
  static String selector() {
    return LABEL + "=fleet";
  }

  /** From the request to the result on all of them at the same time; the operation's id. */
  String run() throws InterruptedException {
    return run(servers.size(), List.of("true"));
  }

  /** A command that takes its time, on so many at a time. */
  String working(int atATime) throws InterruptedException {
    return run(atATime, WORK);
  }

  private String run(int atATime, List<String> command) throws InterruptedException {
    ObjectNode body = Json.object().put("type", "exec").put("selector", selector());
    body.put("concurrency", atATime);
    ArrayNode words = body.putObject("input").put("readOnly", true).putArray("command");
    command.forEach(words::add);
    String id = Json.text(api.postOnce("/operations", body, Measurement.key()), "id");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (EventStream events = api.events("/ws/v1/events?operation=" + id)) {
      while (System.nanoTime() < deadline) {
        var _ = events.await(QUIET, POLL);
        JsonNode now = events.newest(() -> api.get("/operations/" + id));
        if (ENDED.contains(Json.text(now, "state"))) {
          check(now);
          return id;
        }
      }
    }
    throw failed(id + " did not end within " + PATIENCE.toSeconds() + " s", id);
  }

  private void check(JsonNode operation) {
    int succeeded = Json.number(operation.path("progress"), "succeeded");
    if (succeeded != servers.size()) {
      String id = Json.text(operation, "id");
      throw failed("the command succeeded on %d of %d".formatted(succeeded, servers.size()), id);
    }
  }

  /**
   * The time in the platform from the start of the first server's command to the end of the last
   * one's, as its audit has them.
   */
  Duration onServers(String operation) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      List<JsonNode> records =
          Pages.read(api, "/audit?limit=1000&operation=" + operation, 2 * servers.size());
      if (records.size() >= servers.size()) {
        Instant began = Instant.MAX;
        Instant ended = Instant.MIN;
        for (JsonNode record : records) {
          Instant at = Instant.parse(Json.text(record, "at"));
          Instant end = at.plusMillis(Json.number(record, "durationMillis"));
          began = at.isBefore(began) ? at : began;
          ended = end.isAfter(ended) ? end : ended;
        }
        return Duration.between(began, ended);
      }
      // The audit is written soon after.
      Thread.sleep(POLL);
    }
    throw failed("the audit does not have all commands", operation);
  }

  private static Failure failed(String what, String id) {
    return new Failure(ExitCode.FAILED, what, "look at it: ./holdfast ops show " + id);
  }

  @Override
  public void close() {
    servers.forEach(server -> registry.unregister(server.name()));
  }
}
