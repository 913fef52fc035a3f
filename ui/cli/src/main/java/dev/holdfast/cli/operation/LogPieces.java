package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Pages;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** The output of an operation's commands in the pieces in which it arrives. */
final class LogPieces {
  private final ApiClient api;
  private final String path;
  private String after = "";

  /**
   * @param server one server, or empty for all
   */
  LogPieces(ApiClient api, String operation, String server) {
    this.api = api;
    this.path =
        OperationsApi.path(operation)
            + "/logs?limit=500"
            + (server.isEmpty() ? "" : "&server=" + Pages.encode(server));
  }

  /** Hands over every piece that has arrived since the last time; tells how many. */
  int read(Consumer<JsonNode> taker) {
    int read = 0;
    List<JsonNode> pieces;
    do {
      JsonNode page = api.get(after.isEmpty() ? path : path + "&after=" + Pages.encode(after));
      pieces = Json.list(page, "items");
      pieces.forEach(taker);
      read += pieces.size();
      String next = Json.text(page, "next");
      after = next.isEmpty() ? after : next;
    } while (!pieces.isEmpty());
    return read;
  }
}
