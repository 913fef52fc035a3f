package dev.holdfast.cli.operation;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks for the operation that undoes another one. */
final class UndoRequest {
  /** Names that a person still reads. */
  private static final int NAMED = 20;

  private UndoRequest() {}

  /**
   * The body of {@code POST /operations}.
   *
   * @param servers on which; empty for all on which it ran
   * @param changes the ids of the changes; empty for all of them
   * @param leave the ids of the steps of a runbook that are not undone
   * @param how the options of the start
   * @throws Failure if it did not run on one of the servers
   */
  static JsonNode of(
      Operation operation,
      List<String> servers,
      List<String> changes,
      List<String> leave,
      StartOptions how) {
    List<String> ran = operation.servers().stream().map(Operation.OnServer::name).toList();
    List<String> elsewhere = servers.stream().filter(name -> !ran.contains(name)).toList();
    if (!elsewhere.isEmpty()) {
      throw Failure.usage(
          "%s did not run on %s".formatted(operation.id(), String.join(", ", elsewhere)),
          "it ran on " + some(ran));
    }
    ObjectNode request =
        how.wanted(
                "undo", String.join(",", servers.isEmpty() ? ran : servers), null, List.of(), true)
            .body();
    ObjectNode input = Json.object().put("operation", operation.id());
    changes.forEach(input.withArray("changes")::add);
    if (!leave.isEmpty()) {
      leave.forEach(input.withArray("leave")::add);
    }
    request.set("input", input);
    return request;
  }

  private static String some(List<String> names) {
    return names.size() <= NAMED
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, NAMED))
            + " and %d more".formatted(names.size() - NAMED);
  }
}
