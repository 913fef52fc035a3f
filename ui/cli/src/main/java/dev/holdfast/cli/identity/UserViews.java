package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Table;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Asks the platform about users and shows its answers. */
final class UserViews {
  private static final String PATH = "/users";
  private static final int MOST = 100_000;

  private final ApiClient api;
  private final Output output;

  UserViews(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int list() {
    List<JsonNode> users = Pages.read(api, PATH, MOST);
    return output.answer(
        Json.of(users),
        () -> {
          Table table = new Table("NAME", "STATE", "ROLES");
          users.forEach(user -> table.row(Json.text(user, "name"), state(user), roles(user)));
          output.table(table);
        });
  }

  int show(String name) {
    JsonNode user = api.get(path(name));
    return output.answer(
        user,
        () -> {
          output.line(Json.text(user, "name") + ": " + state(user));
          api.find(path(name) + "/identity")
              .ifPresent(identity ->
                  output.line(
                      "At %s: %s"
                          .formatted(
                              Json.text(identity, "issuer"), Json.text(identity, "subject"))));
          List<JsonNode> grants = Json.list(user, "grants");
          if (!grants.isEmpty()) {
            output.table(GrantViews.table(grants));
          }
        });
  }

  int add(String name) {
    JsonNode user = api.post(PATH, Json.object().put("name", name));
    return output.answer(
        user,
        () -> {
          output.message(
              "Added user %s, who may do nothing yet; %s grant add %s ROLE gives it a role."
                  .formatted(name, HoldfastCommand.PROGRAM, name));
        });
  }

  int change(String name, String how) {
    JsonNode user = api.post(path(name) + "/" + how, Json.object());
    return output.answer(user, () -> output.message("User " + name + " is " + how + "d."));
  }

  int unlock(String name) {
    JsonNode user = api.post(path(name) + "/unlock", Json.object());
    return output.answer(
        user, () -> output.message("User " + name + " may try the password again."));
  }

  int link(String name, String subject) {
    JsonNode identity = api.put(path(name) + "/identity", Json.object().put("subject", subject));
    return output.answer(
        identity,
        () ->
            output.message(
                "%s is %s at %s, and logs in with %s login --sso."
                    .formatted(
                        name, subject, Json.text(identity, "issuer"), HoldfastCommand.PROGRAM)));
  }

  int unlink(String name) {
    JsonNode answer = api.delete(path(name) + "/identity");
    return output.answer(
        answer, () -> output.message(name + " logs in through the identity provider no more."));
  }

  int remove(String name) {
    JsonNode answer = api.delete(path(name));
    return output.answer(answer, () -> output.message("Removed user " + name + "."));
  }

  private static String path(String name) {
    return PATH + "/" + Pages.encode(name);
  }

  private static String state(JsonNode user) {
    return Json.text(user, "disabledAt").isEmpty()
        ? Json.flag(user, "administrator") ? "administrator" : "enabled"
        : "disabled";
  }

  private static String roles(JsonNode user) {
    return Json.list(user, "grants").stream()
        .map(grant -> {
          String scope = Json.text(grant, "scope");
          return Json.text(grant, "role") + (scope.equals("all") ? "" : " on " + scope);
        })
        .collect(Collectors.joining("; "));
  }
}
