package dev.holdfast.cli.window;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Table;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the platform about maintenance windows and shows its answers. */
final class WindowViews {
  private static final String PATH = "/windows";
  private static final int MOST = 10_000;

  private final ApiClient api;
  private final Output output;

  WindowViews(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int list() {
    List<JsonNode> windows = Pages.read(api, PATH, MOST);
    return output.list(
        windows,
        "No windows: servers are worked on at any time. "
            + HoldfastCommand.PROGRAM
            + " window set --help says how to set one.",
        () -> {
          Table table = new Table("NAME", "SERVERS", "HOURS", "NOW");
          windows.forEach(window ->
              table.row(
                  Json.text(window, "name"),
                  Printable.line(Json.text(window, "selector")),
                  Printable.line(Json.text(window, "hours")),
                  now(window)));
          return table;
        });
  }

  private static String now(JsonNode window) {
    return (Json.flag(window, "open") ? "open until " : "closed until ")
        + Json.text(window, "until");
  }

  int set(String name, String selector, String hours) {
    ObjectNode request = Json.object().put("selector", selector).put("hours", hours);
    JsonNode window = api.put(PATH + "/" + Pages.encode(name), request);
    return output.answer(
        window,
        () ->
            output.message(
                "From now on, operations change %s in the hours %s only; it is %s."
                    .formatted(
                        Printable.line(Json.text(window, "selector")),
                        Printable.line(Json.text(window, "hours")),
                        now(window))));
  }

  int remove(String name) {
    JsonNode answer = api.delete(PATH + "/" + Pages.encode(name));
    return output.answer(answer, () -> output.message("Removed the window " + name + "."));
  }
}
