package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Table;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the platform about grants and shows its answers. */
final class GrantViews {
  private static final String PATH = "/grants";
  private static final int MOST = 100_000;

  private final ApiClient api;
  private final Output output;

  GrantViews(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int list(String user, boolean all) {
    List<JsonNode> grants =
        Pages.read(
            api,
            PATH + "?all=" + all + (user.isEmpty() ? "" : "&user=" + Pages.encode(user)),
            MOST);
    return output.list(grants, "No grants.", () -> table(grants));
  }

  static Table table(List<JsonNode> grants) {
    Table table = new Table("ID", "USER", "ROLE", "SCOPE", "GRANTED BY", "ENDS");
    grants.forEach(grant ->
        table.row(
            Json.text(grant, "id"),
            Json.text(grant, "user"),
            Json.text(grant, "role"),
            Json.text(grant, "scope"),
            Json.text(grant, "grantedBy")
                + (Json.text(grant, "providerGroup").isEmpty() ? "" : " (group)"),
            ends(grant)));
    return table;
  }

  int add(String user, String role, String scope, @Nullable Duration expiresIn) {
    ObjectNode request = Json.object().put("user", user).put("role", role).put("scope", scope);
    if (expiresIn != null) {
      request.put("expiresIn", expiresIn.toString());
    }
    JsonNode grant = api.post(PATH, request);
    return output.answer(
        grant,
        () -> {
          output.line(Json.text(grant, "id"));
          output.message(
              "%s is %s on %s, %s."
                  .formatted(
                      user,
                      role,
                      scope.equals("all") ? "all servers" : scope,
                      expiresIn == null
                          ? "until the grant is removed"
                          : "until " + Json.text(grant, "expiresAt")));
        });
  }

  int remove(String id) {
    JsonNode answer = api.delete(PATH + "/" + Pages.encode(id));
    return output.answer(answer, () -> output.message("Revoked " + id + "."));
  }

  private static String ends(JsonNode grant) {
    String revoked = Json.text(grant, "revokedAt");
    if (!revoked.isEmpty()) {
      return "revoked " + revoked + " by " + Json.text(grant, "revokedBy");
    }
    String expires = Json.text(grant, "expiresAt");
    if (expires.isEmpty()) {
      return "";
    }
    return Json.flag(grant, "inForce") ? expires : "expired " + expires;
  }
}
