package dev.holdfast.cli.operation;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The servers of an operation that failed alike, in as few lines as that takes. */
final class SharedCauses {
  private static final int NAMED = 8;

  private final Operation operation;
  private final List<Cause> shared;

  private record Cause(String cause, List<String> servers) {}

  SharedCauses(Operation operation) {
    this.operation = operation;
    this.shared =
        Json.list(operation.document(), "causes").stream()
            .map(SharedCauses::cause)
            .filter(cause -> cause.servers().size() > 1)
            .toList();
  }

  private static Cause cause(JsonNode cause) {
    return new Cause(Printable.line(Json.text(cause, "cause")), Json.strings(cause, "servers"));
  }

  /** The servers that others have failed like. */
  Set<String> servers() {
    return shared.stream().flatMap(cause -> cause.servers().stream()).collect(Collectors.toSet());
  }

  /** What they have in common: {@code 17 of 20 failed alike: …}, and which they are. */
  List<String> lines(Style style) {
    List<String> lines = new ArrayList<>();
    for (Cause cause : shared) {
      int count = cause.servers().size();
      lines.add(
          style.bad(count + " of " + operation.progress().total() + " failed alike:")
              + " "
              + cause.cause());
      String names =
          cause.servers().stream().limit(NAMED).map(style::place).collect(Collectors.joining(", "));
      lines.add("  " + names + (count > NAMED ? " and " + (count - NAMED) + " more" : ""));
    }
    return lines;
  }
}
