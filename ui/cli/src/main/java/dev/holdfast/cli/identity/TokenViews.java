package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Table;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the platform about tokens for programs and shows its answers. */
final class TokenViews {
  private static final String PATH = "/tokens";
  private static final int MOST = 100_000;

  private final ApiClient api;
  private final Output output;

  TokenViews(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int list(String user, boolean all) {
    List<JsonNode> tokens =
        Pages.read(
            api,
            PATH + "?all=" + all + (user.isEmpty() ? "" : "&user=" + Pages.encode(user)),
            MOST);
    return output.list(tokens, "No tokens.", () -> table(tokens));
  }

  private static Table table(List<JsonNode> tokens) {
    Table table = new Table("ID", "USER", "NAME", "ENDS", "GOOD FOR");
    tokens.forEach(token ->
        table.row(
            Json.text(token, "id"),
            Json.text(token, "user"),
            Json.text(token, "name"),
            Json.text(token, "expiresAt"),
            goodFor(token)));
    return table;
  }

  int create(
      String name,
      String user,
      List<String> permissions,
      @Nullable Duration expiresIn,
      OutputOptions options) {
    ObjectNode request = Json.object().put("name", name);
    if (!user.isEmpty()) {
      request.put("user", user);
    }
    if (!permissions.isEmpty()) {
      request.set("permissions", Json.of(permissions));
    }
    if (expiresIn != null) {
      request.put("expiresIn", expiresIn.toString());
    }
    TypedPassword.putCurrent(request, api.get("/me"), options);
    JsonNode made = api.post(PATH, request);
    return output.answer(
        made,
        () -> {
          output.line(Json.text(made, "token"));
          output.message(
              "This is %s, good until %s for %s. Keep it: it is not shown again."
                  .formatted(Json.text(made, "id"), Json.text(made, "expiresAt"), goodFor(made)));
        });
  }

  int revoke(String id) {
    JsonNode answer = api.delete(PATH + "/" + Pages.encode(id));
    return output.answer(answer, () -> output.message("Revoked " + id + "."));
  }

  private static String goodFor(JsonNode token) {
    List<JsonNode> permissions = Json.list(token, "permissions");
    return permissions.isEmpty()
        ? "whatever its user may do"
        : permissions.stream().map(JsonNode::asString).collect(Collectors.joining(" "));
  }
}
