package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.Pages;
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
            + "/logs?limit=100"
            + (server.isEmpty() ? "" : "&server=" + Pages.encode(server));
  }

  /** Hands over every piece that has arrived since the last time; tells how many. */
  int read(Consumer<JsonNode> taker) {
    int read = 0;
    int before;
    do {
      before = read;
      int[] taken = {0};
      String next =
          api.items(
              after.isEmpty() ? path : path + "&after=" + Pages.encode(after),
              piece -> {
                taker.accept(piece);
                taken[0]++;
              });
      read += taken[0];
      after = next.isEmpty() ? after : next;
    } while (read > before);
    return read;
  }
}
