package dev.holdfast.cli.server;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Table;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks the platform about servers and shows its answers. */
final class ServerViews {
  private static final int MOST = 100_000;

  /** The servers with the same host key that are called by their names. */
  private static final int NAMED = 3;

  private final ApiClient api;
  private final Output output;

  ServerViews(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int add(JsonNode request) {
    JsonNode server = api.post("/servers", request);
    if (!output.json()) {
      output.message("Registered " + Json.text(server, "name") + ":");
    }
    return shown(server);
  }

  int set(String name, JsonNode request) {
    return shown(api.patch(path(name), request));
  }

  /** The server of this name, as the platform knows it. */
  static JsonNode get(ApiClient api, String name) {
    return api.get(path(name));
  }

  int trust(String name, JsonNode request) {
    JsonNode server = api.post(path(name) + "/trust", request);
    if (!output.json()) {
      output.message("Trusted for " + name + " from now on:");
    }
    return shown(server);
  }

  int show(String name) {
    return shown(api.get(path(name)));
  }

  int remove(String name) {
    JsonNode answer = api.delete(path(name));
    if (output.json()) {
      output.document(answer);
    } else {
      output.message("Removed " + name + ".");
    }
    return ExitCode.DONE.code();
  }

  int list(@Nullable String selector) {
    String path = selector == null ? "/servers" : "/servers?selector=" + Pages.encode(selector);
    List<JsonNode> servers = Pages.read(api, path, MOST);
    if (output.json()) {
      output.document(Json.of(servers));
      return ExitCode.DONE.code();
    }
    Table table = new Table("NAME", "ADDRESS", "USER", "REACHABLE", "LABELS");
    Instant now = Clock.systemUTC().instant();
    servers.forEach(server ->
        table.row(
            Json.text(server, "name"),
            address(server),
            Json.text(server, "user"),
            ContactView.brief(server, now),
            labels(server)));
    if (table.isEmpty()) {
      output.message(
          selector == null
              ? "No servers yet. "
                  + HoldfastCommand.PROGRAM
                  + " server add --help says how to register one."
              : "No server matches " + selector + ".");
    } else {
      output.table(table);
    }
    return ExitCode.DONE.code();
  }

  private int shown(JsonNode server) {
    if (output.json()) {
      output.document(server);
      return ExitCode.DONE.code();
    }
    output.line(output.style().bold(Json.text(server, "name")));
    field("id", Json.text(server, "id"));
    field("alias of", Json.text(server, "aliasOf"));
    field("address", address(server));
    field("user", Json.text(server, "user"));
    field("reachable", ContactView.whole(server, Clock.systemUTC().instant()));
    field("labels", labels(server));
    field("region", Json.text(server, "region"));
    for (JsonNode window : Json.list(server, "windows")) {
      field(
          "window",
          "%s: %s, %s until %s"
              .formatted(
                  Json.text(window, "name"),
                  Json.text(window, "hours"),
                  Json.flag(window, "open") ? "open" : "closed",
                  Json.text(window, "until")));
    }
    JsonNode client = server.path("reachedBy");
    if (client.isObject()) {
      field(
          "client",
          "%s for commands and files, because %s"
              .formatted(Json.text(client, "adapter"), Json.text(client, "why")));
    }
    String adapter = Json.text(server, "adapter");
    field("adapter", adapter.equals("auto") ? "" : adapter);
    field("jump", Json.text(server, "jump"));
    field("login", login(server));
    field("sudo", Json.flag(server, "sudoPassword") ? "with a stored password" : "");
    for (JsonNode refusal : Json.list(server, "refused")) {
      field("refused", refused(refusal));
    }
    keys("host key", server, "hostKeys");
    keys("authority", server, "authorities");
    if (Json.list(server, "hostKeys").isEmpty() && Json.list(server, "authorities").isEmpty()) {
      field(
          "host key",
          "none trusted, so no connection is made; look at it and trust it: %s server trust %s --trust FINGERPRINT"
              .formatted(HoldfastCommand.PROGRAM, Json.text(server, "name")));
    }
    field("same key", sameHostKey(server));
    for (JsonNode fingerprint : Json.list(server, "revoked")) {
      field("revoked", fingerprint.asString());
    }
    return ExitCode.DONE.code();
  }

  private void keys(String name, JsonNode server, String field) {
    for (JsonNode key : Json.list(server, field)) {
      field(name, Json.text(key, "fingerprint") + " (" + Json.text(key, "type") + ")");
    }
  }

  /** Two names of one machine disturb each other unless the platform knows of it. */
  private static String sameHostKey(JsonNode server) {
    List<String> names = Json.strings(server, "sameHostKeyAs");
    if (names.isEmpty()) {
      return "";
    }
    String first = String.join(", ", names.subList(0, Math.min(names.size(), NAMED)));
    int more = names.size() - NAMED;
    return "as %s%s: clones of one image, or one machine under several names; if it is one machine, register the others as its aliases: %s server add --help (--alias-of)"
        .formatted(first, more > 0 ? " and " + more + " more" : "", HoldfastCommand.PROGRAM);
  }

  private static String refused(JsonNode refusal) {
    String kind =
        Json.text(refusal, "kind").equals("login-key") ? "the login key" : "the sudo password";
    String next = Json.text(refusal, "nextTry");
    return "%s, since %s (%s); %s"
        .formatted(
            kind,
            Json.text(refusal, "since"),
            Printable.line(Json.text(refusal, "reason")),
            next.isEmpty() ? "not tried again: see server check --help" : "tried again at " + next);
  }

  private static String login(JsonNode server) {
    String login = "by a stored key";
    if (server.path("agent").isString()) {
      String socket = Json.text(server, "agent");
      login =
          "by the agent " + (socket.isEmpty() ? "of the worker's SSH_AUTH_SOCK" : "at " + socket);
    } else if (Json.flag(server, "passphrase")) {
      login = "by a stored key with its passphrase";
    }
    JsonNode certificate = server.path("certificate");
    return certificate.isObject()
        ? "%s and the certificate '%s', %s"
            .formatted(login, Json.text(certificate, "id"), Json.text(certificate, "validity"))
        : login;
  }

  private void field(String name, String value) {
    if (!value.isEmpty()) {
      output.line("  " + name + " ".repeat(11 - name.length()) + value);
    }
  }

  private static String address(JsonNode server) {
    String host = Json.text(server, "address");
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + Json.number(server, "port");
  }

  private static String labels(JsonNode server) {
    TreeMap<String, String> labels = new TreeMap<>();
    server
        .path("labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asString()));
    return String.join(
        " ", labels.entrySet().stream().map(l -> l.getKey() + "=" + l.getValue()).toList());
  }

  static String path(String name) {
    return "/servers/" + Pages.encode(name);
  }
}
