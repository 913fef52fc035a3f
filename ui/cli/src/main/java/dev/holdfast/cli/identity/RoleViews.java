package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Table;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the platform about roles and shows its answers. */
final class RoleViews {
  private static final String PATH = "/roles";
  private static final int MOST = 100_000;

  private final ApiClient api;
  private final Output output;

  RoleViews(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int list() {
    List<JsonNode> roles = Pages.read(api, PATH, MOST);
    return output.answer(
        Json.of(roles),
        () -> {
          Table table = new Table("NAME", "KIND", "PERMISSIONS");
          roles.forEach(role ->
              table.row(
                  Json.text(role, "name"),
                  Json.flag(role, "system") ? "system" : "own",
                  permissions(role).collect(Collectors.joining(" "))));
          output.table(table);
        });
  }

  int show(String name) {
    JsonNode role = api.get(PATH + "/" + Pages.encode(name));
    return output.answer(
        role,
        () -> {
          String description = Printable.line(Json.text(role, "description"));
          output.line(name + (description.isEmpty() ? "" : ": " + description));
          permissions(role).forEach(permission -> output.line("  " + permission));
        });
  }

  int create(String name, String description, List<String> permissions) {
    ObjectNode request = Json.object().put("name", name).put("description", description);
    request.set("permissions", Json.of(permissions));
    JsonNode role = api.post(PATH, request);
    return output.answer(role, () -> output.message("Made role " + name + "."));
  }

  int change(String name, @Nullable String description, List<String> permissions) {
    ObjectNode request = Json.object();
    if (description != null) {
      request.put("description", description);
    }
    if (!permissions.isEmpty()) {
      request.set("permissions", Json.of(permissions));
    }
    JsonNode role = api.patch(PATH + "/" + Pages.encode(name), request);
    return output.answer(
        role,
        () ->
            output.message(
                "Changed role %s; whoever has it may do that with the next request."
                    .formatted(name)));
  }

  int remove(String name) {
    JsonNode answer = api.delete(PATH + "/" + Pages.encode(name));
    return output.answer(answer, () -> output.message("Removed role " + name + "."));
  }

  private static Stream<String> permissions(JsonNode role) {
    return Json.list(role, "permissions").stream().map(JsonNode::asString);
  }
}
