package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Table;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Asks the platform about sessions and shows its answers. */
final class SessionViews {
  private static final String PATH = "/sessions";
  private static final int MOST = 100_000;

  private final ApiClient api;
  private final Output output;

  SessionViews(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int list(String user, boolean all) {
    String path =
        all ? PATH + "?all=true" : user.isEmpty() ? PATH : PATH + "?user=" + Pages.encode(user);
    List<JsonNode> sessions = Pages.read(api, path, MOST);
    return output.answer(
        Json.of(sessions),
        () -> {
          Table table = new Table("ID", "USER", "BY", "LAST USED", "ENDS", "FROM");
          sessions.forEach(session ->
              table.row(
                  Json.text(session, "id") + (Json.flag(session, "current") ? " (this one)" : ""),
                  Json.text(session, "user"),
                  Json.text(session, "how"),
                  Json.text(session, "lastUsedAt"),
                  Json.text(session, "endsAt"),
                  Json.text(session, "client")));
          output.table(table);
        });
  }

  int end(String id) {
    JsonNode answer = api.delete(PATH + "/" + Pages.encode(id));
    return output.answer(answer, () -> output.message("Ended " + id + "."));
  }
}
