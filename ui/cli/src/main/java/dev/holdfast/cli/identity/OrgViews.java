package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Table;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the platform about organisations and shows its answers. */
final class OrgViews {
  private static final String PATH = "/organisations";
  private static final int MOST = 100_000;

  private final ApiClient api;
  private final Output output;

  OrgViews(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int list() {
    List<JsonNode> organisations = Pages.read(api, PATH, MOST);
    return output.answer(
        Json.of(organisations),
        () -> {
          Table table = new Table("NAME", "CREATED", "BY");
          organisations.forEach(one ->
              table.row(
                  Json.text(one, "name"),
                  Json.text(one, "createdAt"),
                  Json.text(one, "createdBy")));
          output.table(table);
        });
  }

  int show(String name) {
    ObjectNode one = (ObjectNode) api.get(path(name));
    Optional<JsonNode> quotas = api.find(QuotaViews.path(name));
    quotas.ifPresent(it -> one.set("quotas", it));
    return output.answer(
        one,
        () -> {
          String by = Json.text(one, "createdBy");
          output.line(
              "%s: created %s%s"
                  .formatted(
                      Json.text(one, "name"),
                      Json.text(one, "createdAt"),
                      by.isEmpty() ? "" : " by " + by));
          quotas.ifPresent(it -> output.table(QuotaViews.table(it)));
        });
  }

  int create(String name) {
    JsonNode one = api.post(PATH, Json.object().put("name", name));
    return output.answer(
        one,
        () -> {
          output.message(
              "Added organisation %s; %s user add NAME --org %s gives it a user."
                  .formatted(name, HoldfastCommand.PROGRAM, name));
        });
  }

  int remove(String name) {
    JsonNode answer = api.delete(path(name));
    return output.answer(answer, () -> output.message("Removed organisation " + name + "."));
  }

  private static String path(String name) {
    return PATH + "/" + Pages.encode(name);
  }
}
