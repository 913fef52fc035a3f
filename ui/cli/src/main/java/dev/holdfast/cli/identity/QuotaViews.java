package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the platform about quotas and shows its answers. */
final class QuotaViews {
  private static final String UNLIMITED = "unlimited";

  private final ApiClient api;
  private final Output output;

  QuotaViews(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int show(String organisation) {
    JsonNode quotas = api.get(path(organisation));
    return output.answer(quotas, () -> output.table(table(quotas)));
  }

  int set(String organisation, Map<String, String> given) {
    if (given.isEmpty()) {
      throw Failure.usage(
          "no quota is given", "./holdfast org quota set " + organisation + " --operations 20");
    }
    ObjectNode request = Json.object();
    ObjectNode changes = request.putObject("quotas");
    given.forEach((quota, most) -> changes.put(quota, number(quota, most)));
    JsonNode quotas = api.patch(path(organisation), request);
    return output.answer(
        quotas,
        () -> {
          output.table(table(quotas));
          List<String> beyond = beyond(quotas);
          output.message(
              beyond.isEmpty()
                  ? "What goes beyond is refused from now on."
                  : "%s has more %s than that already, keeps them, and gets no more."
                      .formatted(organisation, String.join(", ", beyond)));
        });
  }

  /** The quotas as a table, also beside what else is shown of an organisation. */
  static Table table(JsonNode quotas) {
    Table table = new Table("QUOTA", "USED", "LIMIT");
    quotas.forEach(quota ->
        table.row(
            Json.text(quota, "quota"),
            Json.text(quota, "used"),
            Json.text(quota, "most").isEmpty() ? UNLIMITED : Json.text(quota, "most")));
    return table;
  }

  private static List<String> beyond(JsonNode quotas) {
    List<String> beyond = new ArrayList<>();
    quotas.forEach(quota -> {
      JsonNode most = quota.path("most");
      if (most.isNumber() && quota.path("used").asLong() > most.asLong()) {
        beyond.add(Json.text(quota, "quota"));
      }
    });
    return beyond;
  }

  private static long number(String quota, String text) {
    if (text.equals(UNLIMITED)) {
      return -1;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new Failure(
        ExitCode.USAGE,
        "--%s takes a number, or unlimited; '%s' is neither".formatted(quota, text),
        List.of(),
        null);
  }

  static String path(String organisation) {
    return "/organisations/" + Pages.encode(organisation) + "/quotas";
  }
}
