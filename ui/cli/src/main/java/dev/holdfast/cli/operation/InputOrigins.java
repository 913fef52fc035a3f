package dev.holdfast.cli.operation;

import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** From what the inputs of an operation were made. */
final class InputOrigins {
  /** Lines that a person still reads. */
  private static final int MOST = 10;

  private static final String NONE = "as asked for, nothing kept";

  private InputOrigins() {}

  /** That of one server; empty where its input was given as it is. */
  static String of(JsonNode server) {
    JsonNode origin = server.path("input");
    String fixedBy = Json.text(origin, "fixedBy");
    if (!fixedBy.isEmpty()) {
      return "of its own, fixed by " + Printable.line(fixedBy);
    }
    String profile = Json.text(origin, "profile");
    String operation = Json.text(origin, "operation");
    if (!profile.isEmpty()) {
      return "profile %s, version %s"
          .formatted(Printable.line(profile), Json.text(origin, "version"));
    }
    return operation.isEmpty() ? "" : "as last confirmed, " + Printable.line(operation);
  }

  /** Those of all servers, each once with the servers it is of. */
  static List<String> of(Operation operation) {
    Map<String, List<String>> servers = new LinkedHashMap<>();
    for (JsonNode server : Json.list(operation.document(), "servers")) {
      String origin = of(server);
      servers
          .computeIfAbsent(origin.isEmpty() ? NONE : origin, _ -> new ArrayList<>())
          .add(Json.text(server, "name"));
    }
    if (servers.keySet().equals(Set.of(NONE))) {
      return List.of();
    }
    if (operation.more() > 0) {
      return List.of(
          "of its own for some servers; %s ops servers %s -o json shows them"
              .formatted(HoldfastCommand.PROGRAM, operation.id()));
    }
    List<String> lines = new ArrayList<>();
    servers.forEach(
        (origin, names) -> lines.add(servers.size() == 1 ? origin : origin + ": " + shown(names)));
    return lines.size() <= MOST
        ? lines
        : List.of("as kept for each of %d servers; -o json shows them".formatted(lines.size()));
  }

  private static String shown(List<String> names) {
    return names.size() <= MOST
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, MOST)) + " and %d more".formatted(names.size() - MOST);
  }
}
