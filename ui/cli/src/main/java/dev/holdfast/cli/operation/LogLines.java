package dev.holdfast.cli.operation;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Style;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Makes whole lines, each with its server, of output that arrives in pieces. */
final class LogLines {
  private final Output output;
  private final Map<Source, StringBuilder> unfinished = new LinkedHashMap<>();

  private record Source(String server, String step, int generation, String stream) {}

  LogLines(Output output) {
    this.output = output;
  }

  /** Prints what a piece completes; as JSON, the piece itself on a line of its own. */
  void print(JsonNode piece) {
    if (output.json()) {
      output.line(piece.toString());
      return;
    }
    Source source =
        new Source(
            Json.text(piece, "server"),
            Json.text(piece, "step"),
            Json.number(piece, "generation"),
            Json.text(piece, "stream"));
    StringBuilder rest = unfinished.computeIfAbsent(source, s -> new StringBuilder());
    rest.append(Json.text(piece, "text"));
    int end = rest.indexOf("\n");
    while (end >= 0) {
      line(source, rest.substring(0, end));
      rest.delete(0, end + 1);
      end = rest.indexOf("\n");
    }
  }

  /** Prints what never got its line break. */
  void end() {
    unfinished.forEach((source, rest) -> {
      if (!rest.isEmpty()) {
        line(source, rest.toString());
      }
    });
    unfinished.clear();
  }

  /** A step that is tried again says so. */
  private static String again(Source source) {
    return source.generation() > 1 ? " (" + source.generation() + ")" : "";
  }

  private void line(Source source, String line) {
    Style style = output.style();
    String text = Printable.clean(line.stripTrailing());
    output.line(
        style.place(source.server())
            + style.dim(" " + source.step() + again(source) + " | ")
            + (source.stream().equals("stderr") ? style.attention(text) : text));
  }
}
