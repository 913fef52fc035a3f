package dev.holdfast.demo.lab;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.lab.LabServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The servers of a platform, over its REST API. */
public final class ApiServerRegistry implements ServerRegistry {
  private final ApiClient api;

  public ApiServerRegistry(ApiClient api) {
    this.api = api;
  }

  @Override
  public void register(LabServer server, Map<String, String> labels) {
    Optional<JsonNode> known = api.find("/servers/" + server.name());
    if (known.isPresent()) {
      if (isSame(known.get(), server)) {
        return;
      }
      // One of the same name from a lab that is gone: its port and its host keys are others.
      unregister(server.name());
    }
    try {
      ObjectNode request =
          Json.object()
              .put("name", server.name())
              .put("address", server.address())
              .put("port", server.port())
              .put("user", server.user())
              .put("key", Files.readString(server.keyFile()));
      request.set("labels", Json.of(labels));
      request.set("hostKeys", Json.of(lines(server)));
      api.post("/servers", request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void unregister(String name) {
    try {
      api.delete("/servers/" + name);
    } catch (Failure e) {
      if (e.exitCode() != ExitCode.NOT_FOUND) {
        throw e;
      }
    }
  }

  private static boolean isSame(JsonNode known, LabServer server) {
    List<String> keys =
        Json.list(known, "hostKeys").stream()
            .map(key -> Json.text(key, "type") + " " + Json.text(key, "key"))
            .toList();
    return Json.number(known, "port") == server.port()
        && Json.text(known, "address").equals(server.address())
        && Json.text(known, "user").equals(server.user())
        && keys.containsAll(lines(server));
  }

  private static List<String> lines(LabServer server) {
    return server.hostKeys().stream().map(key -> key.type() + " " + key.base64()).toList();
  }
}
