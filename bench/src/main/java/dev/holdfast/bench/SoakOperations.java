package dev.holdfast.bench;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.demo.lab.ApiServerRegistry;
import dev.holdfast.lab.LabServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Operations of all kinds in turns, each on one server, by a running platform. Closing it makes the
 * platform forget the servers. Thread-safe.
 */
final class SoakOperations implements AutoCloseable {
  /** Seldom: the platform is to be measured, not how it answers this client. */
  private static final Duration POLL = Duration.ofMillis(500);

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled", "undone");
  private static final String PATH = "/tmp/holdfast-soak";

  /** Of twenty: twelve that look, four that change, two copies, a fetch and a plan. */
  static final int TURN = 20;

  private static final int LOOKING = 12;
  private static final int CHANGING = 16;
  private static final int COPIES = 18;
  private static final int FETCHES = 19;

  private final ApiClient api;
  private final List<LabServer> servers;
  private final ApiServerRegistry registry;
  private final String file;

  /**
   * @param servers by names that nobody else has on this platform
   */
  SoakOperations(ApiClient api, List<LabServer> servers) throws IOException {
    this.api = api;
    this.servers = servers;
    this.registry = new ApiServerRegistry(api);
    Path content = Files.createTempFile("holdfast-soak-", ".bin");
    try {
      Files.write(content, new byte[10_000]);
      this.file = api.files().put(content, _ -> {});
    } finally {
      Files.delete(content);
    }
    servers.forEach(server -> registry.register(server, Map.of("holdfast-bench", "soak")));
    servers.forEach(server -> run(request(server, COPIES - 1)));
  }

  /** Runs the nth operation to its end. */
  void run(int n) {
    // All kinds on all servers.
    run(request(servers.get(n / TURN % servers.size()), n % TURN));
  }

  private ObjectNode request(LabServer server, int kind) {
    ObjectNode request = Json.object().put("selector", server.name());
    ObjectNode input = Json.object();
    if (kind < CHANGING) {
      request.put("type", "exec");
      input.put("readOnly", kind < LOOKING).putArray("command").add("true");
    } else if (kind < COPIES) {
      request.put("type", "copy");
      input.put("file", file).put("path", PATH).put("mode", kind % 2 == 0 ? "0600" : "0644");
    } else if (kind < FETCHES) {
      request.put("type", "fetch");
      input.put("path", PATH);
    } else {
      return request.put("type", "lockdown").put("dryRun", true);
    }
    request.set("input", input);
    return request;
  }

  private void run(ObjectNode request) {
    String id = Json.text(api.postOnce("/operations", request, Measurement.key()), "id");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      JsonNode now = api.get("/operations/" + id);
      String state = Json.text(now, "state");
      if (state.equals("succeeded")) {
        return;
      }
      if (ENDED.contains(state)) {
        throw failed(id, "has " + state);
      }
      pause();
    }
    throw failed(id, "did not end within " + PATIENCE.toMinutes() + " minutes");
  }

  private static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Failure failed(String id, String what) {
    return new Failure(ExitCode.FAILED, id + " " + what, "look at it: ./holdfast ops show " + id);
  }

  @Override
  public void close() {
    servers.forEach(server -> registry.unregister(server.name()));
  }
}
