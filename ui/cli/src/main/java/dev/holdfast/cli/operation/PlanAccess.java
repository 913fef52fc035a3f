package dev.holdfast.cli.operation;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Style;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Shows who loses access to a server by its plan, and who keeps it. */
final class PlanAccess {
  private static final Map<String, String> LOSSES =
      Map.of("LOSES_ALL", "loses access:", "LOSES_SOME", "loses part of its access:");

  private PlanAccess() {}

  static void lines(JsonNode server, Style style, List<String> lines) {
    JsonNode access = server.path("access");
    List<JsonNode> accounts = Json.list(access, "accounts");
    for (JsonNode account : accounts) {
      String loss = LOSSES.get(Json.text(account, "outcome"));
      if (loss != null) {
        lines.add("  " + style.bad(loss) + " " + named(account));
      }
    }
    names(accounts, "KEEPS", false).ifPresent(names -> lines.add("  keeps access: " + names));
    names(accounts, "HAS_NONE", true)
        .ifPresent(names -> lines.add("  has no access now: " + names));
    for (JsonNode note : Json.list(access, "notes")) {
      lines.add("  " + style.attention("note:") + " " + Printable.clean(note.asString()));
    }
  }

  private static Optional<String> names(List<JsonNode> accounts, String outcome, boolean reasons) {
    String names =
        accounts.stream()
            .filter(account -> Json.text(account, "outcome").equals(outcome))
            .map(account -> reasons ? named(account) : Printable.clean(Json.text(account, "name")))
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? Optional.empty() : Optional.of(names);
  }

  private static String named(JsonNode account) {
    return Printable.clean(
        "%s (%s)".formatted(Json.text(account, "name"), Json.text(account, "reason")));
  }
}
