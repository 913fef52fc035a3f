package dev.holdfast.cli.operation;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.Style;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Makes lines, each with its server, of output that arrives in pieces; a very long one becomes
 * several.
 */
final class LogLines {
  private final Output output;
  private final Map<Source, LongLines> unfinished = new LinkedHashMap<>();

  /** So many of a step belong to one attempt at a server. */
  private static final int GENERATIONS = 1000;

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
    unfinished
        .computeIfAbsent(source, _ -> new LongLines())
        .take(Json.text(piece, "text"), (text, _, _) -> line(source, text));
  }

  /** Prints what never got its line break. */
  void end() {
    unfinished.forEach((source, rest) -> rest.end((text, _, _) -> line(source, text)));
    unfinished.clear();
  }

  /** A step that is tried again says so. */
  private static String again(Source source) {
    int attempt = 1 + (source.generation() - 1) / GENERATIONS;
    int time = 1 + (source.generation() - 1) % GENERATIONS;
    if (attempt == 1) {
      return time > 1 ? " (" + time + ")" : "";
    }
    return " (attempt " + attempt + (time > 1 ? ", " + time : "") + ")";
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
