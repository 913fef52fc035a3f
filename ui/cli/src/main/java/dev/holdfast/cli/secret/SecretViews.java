package dev.holdfast.cli.secret;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Table;
import dev.holdfast.cli.operation.Phrases;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the platform about secrets and shows its answers. */
final class SecretViews {
  private static final String PATH = "/secrets";

  private final ApiClient api;
  private final Output output;

  SecretViews(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int set(
      String name,
      NewLease lease,
      NewValue value,
      @Nullable String description,
      Map<String, String> labels) {
    ObjectNode request = lease.wanted() ? lease.request() : value.request();
    if (description != null) {
      request.put("description", description);
    }
    if (!labels.isEmpty()) {
      ObjectNode given = request.putObject("labels");
      labels.forEach(given::put);
    }
    return kept(api.put(path(name), request));
  }

  int rotate(String name, NewValue value) {
    return kept(api.post(path(name) + "/rotate", value.request()));
  }

  private int kept(JsonNode secret) {
    if (output.json()) {
      output.document(secret);
    } else if (isLeased(secret)) {
      output.message(
          "Kept %1$s. Variables of exec name it as secret://%1$s, secret://%1$s#user and secret://%1$s#password; each operation gets its own."
              .formatted(text(secret, "name")));
    } else {
      output.message(
          "Kept %s, version %s. Inputs name it as secret://%s."
              .formatted(text(secret, "name"), text(secret, "version"), text(secret, "name")));
    }
    return ExitCode.DONE.code();
  }

  int list() {
    JsonNode secrets = api.get(PATH).path("items");
    if (output.json()) {
      output.document(secrets);
      return ExitCode.DONE.code();
    }
    Table table = new Table("NAME", "VERSION", "BYTES", "SET BY", "AT", "LABELS", "DESCRIPTION");
    secrets.forEach(secret ->
        table.row(
            text(secret, "name"),
            text(secret, "version"),
            isLeased(secret) ? "leased" : text(secret, "bytes"),
            text(secret, "setBy"),
            Phrases.time(secret, "setAt"),
            labels(secret),
            text(secret, "description")));
    if (table.isEmpty()) {
      output.message(
          "There are no secrets. %s secret set --help says how to make one."
              .formatted(HoldfastCommand.PROGRAM));
    } else {
      output.table(table);
    }
    return ExitCode.DONE.code();
  }

  int show(String name) {
    JsonNode secret = api.get(path(name));
    if (output.json()) {
      output.document(secret);
      return ExitCode.DONE.code();
    }
    output.line(output.style().bold(text(secret, "name")));
    if (!text(secret, "description").isEmpty()) {
      output.line("  " + text(secret, "description"));
    }
    if (!labels(secret).isEmpty()) {
      output.line("  labels: " + labels(secret));
    }
    if (isLeased(secret)) {
      output.line("  leased: " + LeaseViews.terms(secret.path("lease")));
      output.line("    see %s secret leases %s".formatted(HoldfastCommand.PROGRAM, name));
    }
    output.line("  versions:");
    Json.list(secret, "versions")
        .forEach(version ->
            output.line(
                "    %s: %s bytes, set by %s at %s"
                    .formatted(
                        text(version, "version"),
                        text(version, "bytes"),
                        text(version, "setBy"),
                        Phrases.time(version, "setAt"))));
    part("named by", Json.strings(secret, "namedBy"));
    part(
        "used by",
        Json.list(secret, "uses").stream()
            .map(use ->
                "%s on %s, version %s, at %s"
                    .formatted(
                        text(use, "operation"),
                        text(use, "server"),
                        text(use, "version"),
                        Phrases.time(use, "usedAt")))
            .toList());
    return ExitCode.DONE.code();
  }

  private static boolean isLeased(JsonNode secret) {
    return secret.path("lease").isObject();
  }

  private void part(String title, List<String> lines) {
    if (!lines.isEmpty()) {
      output.line("  " + title + ":");
      lines.forEach(line -> output.line("    " + Printable.line(line)));
    }
  }

  int reveal(String name, @Nullable Integer version, OutputStream bytes) {
    ObjectNode request = Json.object();
    if (version != null) {
      request.put("version", version);
    }
    JsonNode revealed = api.post(path(name) + "/reveal", request);
    if (output.json()) {
      output.document(revealed);
      return ExitCode.DONE.code();
    }
    try {
      bytes.write(Base64.getDecoder().decode(Json.text(revealed, "base64")));
      bytes.flush();
    } catch (IOException e) {
      throw new Failure(
          ExitCode.FAILED, "the value cannot be written", "check where the output goes");
    }
    return ExitCode.DONE.code();
  }

  int remove(String name, @Nullable Integer version, boolean force) {
    List<String> query = new ArrayList<>();
    if (version != null) {
      query.add("version=" + version);
    }
    if (force) {
      query.add("force=true");
    }
    JsonNode answer =
        api.delete(path(name) + (query.isEmpty() ? "" : "?" + String.join("&", query)));
    if (output.json()) {
      output.document(answer);
    } else {
      output.message(
          version == null
              ? "Removed %s with all its versions.".formatted(name)
              : "Removed version %d of %s.".formatted(version, name));
    }
    return ExitCode.DONE.code();
  }

  private static String path(String name) {
    return PATH + "/" + Pages.encode(name);
  }

  private static String labels(JsonNode secret) {
    return Printable.line(
        String.join(
            " ",
            secret.path("labels").properties().stream()
                .map(label -> label.getKey() + "=" + label.getValue().asString())
                .sorted()
                .toList()));
  }

  private static String text(JsonNode node, String field) {
    return Printable.line(Json.text(node, field));
  }
}
