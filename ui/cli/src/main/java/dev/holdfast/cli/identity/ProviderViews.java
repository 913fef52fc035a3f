package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the platform about the identity provider and shows its answers. */
final class ProviderViews {
  private static final String PATH = "/identity-provider";
  private static final String GROUPS = PATH + "/groups";
  private static final int MOST = 100_000;

  private final ApiClient api;
  private final OutputOptions options;
  private final Output output;

  ProviderViews(ApiClient api, OutputOptions options) {
    this.api = api;
    this.options = options;
    this.output = options.output();
  }

  int set(ProviderSetCommand given) {
    JsonNode provider = api.put(PATH, request(given));
    return output.answer(
        provider,
        () -> {
          output.message(
              "People log in through %s with %s login --sso. Allow this redirect URI there:"
                  .formatted(given.issuer, HoldfastCommand.PROGRAM));
          output.line(Json.text(provider, "redirectUri"));
          output.message(
              "%s org identity-provider test asks it whether it knows this client."
                  .formatted(HoldfastCommand.PROGRAM));
        });
  }

  private ObjectNode request(ProviderSetCommand given) {
    if (given.keepSecret && given.noSecret) {
      throw Failure.usage("--keep-secret and --no-secret do not go together", "give one of them");
    }
    ObjectNode request =
        Json.object()
            .put("issuer", given.issuer)
            .put("clientId", given.clientId)
            .put("createsUsers", given.createUsers);
    if (given.noSecret) {
      request.put("clientSecret", "");
    } else if (!given.keepSecret) {
      request.put(
          "clientSecret",
          TypedPassword.read(options.surroundings(), output, "Secret of the client: ", "secret"));
    }
    if (!given.scopes.isEmpty()) {
      putAll(request, "scopes", given.scopes);
    }
    if (given.userClaim != null) {
      request.put("userClaim", given.userClaim);
    }
    if (given.groupsClaim != null) {
      request.put("groupsClaim", given.groupsClaim);
    }
    putAll(request, "secondFactor", given.secondFactor);
    if (given.publicUrl != null) {
      request.put("publicUrl", given.publicUrl);
    }
    if (given.authorities != null) {
      request.put("authorities", read(given.authorities));
    }
    return request;
  }

  private static void putAll(ObjectNode request, String field, List<String> values) {
    ArrayNode array = request.putArray(field);
    values.forEach(array::add);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw Failure.usage("cannot read " + file, "--ca takes a file of certificates in PEM");
    }
  }

  int show() {
    JsonNode provider = api.get(PATH);
    return output.answer(
        provider,
        () -> {
          Table table = new Table("FIELD", "VALUE");
          row(table, "issuer", Json.text(provider, "issuer"));
          row(table, "client ID", Json.text(provider, "clientId"));
          row(table, "secret", Json.flag(provider, "clientSecret") ? "set" : "none");
          row(table, "redirect URI", Json.text(provider, "redirectUri"));
          row(table, "scopes", joined(provider, "scopes"));
          row(table, "user claim", Json.text(provider, "userClaim"));
          row(table, "groups claim", Json.text(provider, "groupsClaim"));
          row(
              table,
              "unknown people",
              Json.flag(provider, "createsUsers") ? "get a user" : "are refused");
          row(
              table,
              "second factor",
              joined(provider, "secondFactor").isEmpty()
                  ? "is asked for here"
                  : "asked for by the provider, where it says " + joined(provider, "secondFactor"));
          row(
              table,
              "certificates",
              Json.text(provider, "authorities").isEmpty() ? "the usual ones" : "its own");
          row(
              table,
              "changed",
              Json.text(provider, "changedAt") + " by " + Json.text(provider, "changedBy"));
          output.table(table);
        });
  }

  private static void row(Table table, String field, String value) {
    table.row(field, value);
  }

  private static String joined(JsonNode node, String field) {
    return String.join(" ", Json.list(node, field).stream().map(JsonNode::asString).toList());
  }

  int remove() {
    JsonNode answer = api.delete(PATH);
    return output.answer(
        answer,
        () ->
            output.message(
                "Nobody logs in through the identity provider any more; passwords stay good."));
  }

  int test() {
    JsonNode tested = api.post(PATH + "/test", Json.object());
    boolean good = Json.flag(tested, "good");
    output.answer(
        tested,
        () -> {
          Json.list(tested, "notes").forEach(note -> output.message(note.asString()));
          Json.list(tested, "wrong").forEach(wrong -> output.line("wrong: " + wrong.asString()));
          if (good) {
            output.line("The identity provider answers, and knows this client.");
            output.message(
                "It must allow the redirect URI %s, which only a login tells."
                    .formatted(Json.text(tested, "redirectUri")));
          }
        });
    return good ? ExitCode.DONE.code() : ExitCode.FAILED.code();
  }

  int groups() {
    List<JsonNode> groups = Pages.read(api, GROUPS, MOST);
    return output.list(
        groups,
        "No groups are mapped.",
        () -> {
          Table table = new Table("ID", "GROUP", "ROLE", "SCOPE", "MAPPED BY");
          groups.forEach(group ->
              table.row(
                  Json.text(group, "id"),
                  Json.text(group, "group"),
                  Json.text(group, "role"),
                  Json.text(group, "scope"),
                  Json.text(group, "createdBy")));
          return table;
        });
  }

  int map(String group, String role, String scope) {
    JsonNode mapped =
        api.post(GROUPS, Json.object().put("group", group).put("role", role).put("scope", scope));
    return output.answer(
        mapped,
        () -> {
          output.line(Json.text(mapped, "id"));
          output.message(
              "Members of %s are %s on %s from their next logins on."
                  .formatted(group, role, scope.equals("all") ? "all servers" : scope));
        });
  }

  int unmap(String id) {
    JsonNode answer = api.delete(GROUPS + "/" + Pages.encode(id));
    return output.answer(answer, () -> output.message("Ended " + id + ", and what it has given."));
  }
}
