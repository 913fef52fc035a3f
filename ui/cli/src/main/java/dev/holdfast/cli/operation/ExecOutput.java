package dev.holdfast.cli.operation;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Printable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What servers say: printed in whole lines as it comes, their error output on standard error; for
 * JSON kept until the end, the last of it where it is much.
 */
final class ExecOutput {
  private static final int KEPT = 1 << 20;

  private final Output output;
  private final boolean named;
  private final Map<Source, StringBuilder> texts = new LinkedHashMap<>();
  private final Map<String, Integer> generations = new HashMap<>();

  private record Source(String server, boolean stderr) {}

  /**
   * @param named put the server's name in front of each line
   */
  ExecOutput(Output output, boolean named) {
    this.output = output;
    this.named = named;
  }

  /** Takes the next piece. */
  void take(JsonNode piece) {
    String server = Json.text(piece, "server");
    int generation = Json.number(piece, "generation");
    if (generation > generations.getOrDefault(server, generation)) {
      again(server);
    }
    generations.put(server, generation);
    Source source = new Source(server, Json.text(piece, "stream").equals("stderr"));
    StringBuilder text = texts.computeIfAbsent(source, _ -> new StringBuilder());
    text.append(Json.text(piece, "text"));
    if (output.json()) {
      if (text.length() > 2 * KEPT) {
        text.delete(0, text.length() - KEPT);
      }
    } else {
      int end = text.lastIndexOf("\n");
      if (end >= 0) {
        text.substring(0, end).lines().forEach(line -> print(source, line));
        text.delete(0, end + 1);
      }
    }
  }

  /** Prints what never got its line break. */
  void end() {
    if (!output.json()) {
      texts.forEach((source, text) -> {
        if (!text.isEmpty()) {
          print(source, text.toString());
        }
      });
    }
  }

  /** Adds what a server has said to its part of the answer. */
  void addTo(ObjectNode server) {
    String name = Json.text(server, "name");
    int last = Json.number(server.path("outcome"), "generation");
    if (last > generations.getOrDefault(name, last)) {
      // The last try said nothing.
      texts.remove(new Source(name, false));
      texts.remove(new Source(name, true));
    }
    server.put("stdout", kept(new Source(name, false)));
    server.put("stderr", kept(new Source(name, true)));
  }

  private String kept(Source source) {
    StringBuilder text = texts.getOrDefault(source, new StringBuilder());
    return text.substring(Math.max(0, text.length() - KEPT));
  }

  /** It failed and is retried, or the way to the server broke under a command that only reads. */
  private void again(String server) {
    for (boolean stderr : new boolean[] {false, true}) {
      Source source = new Source(server, stderr);
      StringBuilder unfinished = texts.remove(source);
      if (unfinished != null && !unfinished.isEmpty() && !output.json()) {
        print(source, unfinished.toString());
      }
    }
    output.message(server + ": running it again from the start");
  }

  private void print(Source source, String line) {
    String text = output.terminal().output() ? Printable.clean(line.stripTrailing()) : line;
    String whole = named ? output.style().place(source.server()) + ": " + text : text;
    if (source.stderr()) {
      output.message(whole);
    } else {
      output.line(whole);
    }
  }
}
