package dev.holdfast.cli.notify;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Table;
import dev.holdfast.cli.operation.Phrases;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the platform about dead letters and shows its answers. */
final class DeadViews {
  private static final String PATH = "/notify/dead";

  private final ApiClient api;
  private final Output output;

  DeadViews(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int list(@Nullable String sink, int limit) {
    Pages.Part part =
        Pages.part(api, sink == null ? PATH : PATH + "?sink=" + Pages.encode(sink), limit);
    List<JsonNode> letters = part.items();
    output.list(
        letters,
        "There are no dead letters.",
        () -> {
          Table table = new Table("ID", "SINK", "SINCE", "TRIES", "EVENT", "ERROR");
          letters.forEach(letter ->
              table.row(
                  text(letter, "id"),
                  text(letter, "sink"),
                  Phrases.time(text(letter, "at"), ZoneId.systemDefault()),
                  text(letter, "attempts"),
                  text(letter.path("event"), "kind") + " " + EventLine.what(letter.path("event")),
                  text(letter, "error")));
          return table;
        });
    if (part.more()) {
      output.message("There are more; --limit N shows more.");
    }
    return ExitCode.DONE.code();
  }

  int show(long id) {
    JsonNode letter = api.get(PATH + "/" + id);
    return output.answer(
        letter,
        () -> {
          output.line(output.style().bold(text(letter, "id")) + "  to " + text(letter, "sink"));
          output.line("  error:    " + text(letter, "error"));
          output.line("  attempts: " + text(letter, "attempts"));
          output.line("  since:    " + Phrases.time(text(letter, "at"), ZoneId.systemDefault()));
          output.line("  event:    " + EventLine.of(letter.path("event")));
        });
  }

  int resend(DeadChoice choice) {
    JsonNode done = api.post(PATH + "/resend", request(choice));
    return output.answer(
        done, () -> output.message("Sending again: " + text(done, "number") + "."));
  }

  int drop(DeadChoice choice) {
    JsonNode done = api.post(PATH + "/drop", request(choice));
    return output.answer(done, () -> output.message("Dropped: " + text(done, "number") + "."));
  }

  private static ObjectNode request(DeadChoice choice) {
    ObjectNode request = Json.object();
    if (choice.all && (!choice.ids.isEmpty() || choice.sink != null)) {
      throw Failure.usage("--all takes no ID and no --sink", "leave --all out");
    }
    if (!choice.all && choice.ids.isEmpty() && choice.sink == null) {
      throw Failure.usage("it is not said which dead letters", "name an ID, --sink or --all");
    }
    if (!choice.ids.isEmpty()) {
      ArrayNode ids = request.putArray("ids");
      choice.ids.forEach(ids::add);
    }
    if (choice.sink != null) {
      request.put("sink", choice.sink);
    }
    if (choice.all) {
      request.put("all", true);
    }
    return request;
  }

  private static String text(JsonNode node, String field) {
    return Printable.line(Json.text(node, field));
  }
}
