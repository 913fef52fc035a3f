package dev.holdfast.cli.secret;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Table;
import dev.holdfast.cli.operation.Phrases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks the platform about leased credentials and shows its answers. */
final class LeaseViews {
  private final ApiClient api;
  private final Output output;

  LeaseViews(ApiClient api, Output output) {
    this.api = api;
    this.output = output;
  }

  int list(@Nullable String name, @Nullable String operation) {
    List<String> query = new ArrayList<>();
    if (name != null) {
      query.add("secret=" + Pages.encode(name));
    }
    if (operation != null) {
      query.add("operation=" + Pages.encode(operation));
    }
    JsonNode leases =
        api.get("/secret-leases" + (query.isEmpty() ? "" : "?" + String.join("&", query)))
            .path("items");
    if (output.json()) {
      output.document(leases);
      return ExitCode.DONE.code();
    }
    Table table = new Table("SECRET", "OPERATION", "STATE", "CREDENTIAL", "UNTIL", "WHY");
    leases.forEach(lease ->
        table.row(
            text(lease, "secret"),
            text(lease, "operation"),
            text(lease, "state"),
            text(lease, "credential"),
            Phrases.time(lease, text(lease, "revokedAt").isEmpty() ? "expiresAt" : "revokedAt"),
            text(lease, "error")));
    if (table.isEmpty()) {
      output.message("No credentials are leased.");
    } else {
      output.table(table);
    }
    return ExitCode.DONE.code();
  }

  /** {@code postgresql, member of app_reader, made with secret://pg-admin, for 3600 s at most}. */
  static String terms(JsonNode lease) {
    String grants = String.join(", ", Json.strings(lease, "grants"));
    return Printable.line(
        "%s, %smade with %s, for %s at most"
            .formatted(
                Json.text(lease, "kind"),
                grants.isEmpty() ? "" : "member of " + grants + ", ",
                Json.text(lease, "admin"),
                Phrases.duration(Duration.ofSeconds(lease.path("seconds").asLong()))));
  }

  private static String text(JsonNode node, String field) {
    return Printable.line(Json.text(node, field));
  }
}
