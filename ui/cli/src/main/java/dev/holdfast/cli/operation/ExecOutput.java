package dev.holdfast.cli.operation;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Printable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What servers say: printed line by line as it comes, their error output on standard error; for
 * JSON kept until the end, the last of it where it is much.
 */
final class ExecOutput implements ServerOutput {
  private static final int KEPT = 1 << 20;

  /** The step of what is run where the command has failed, and where its outcome is told. */
  private static final String ON_FAILURE = "on-failure";

  private static final String AFTERWARDS = "onFailure";

  private final Output output;
  private final boolean named;
  private final Map<Source, StringBuilder> texts = new LinkedHashMap<>();
  private final Map<Source, LongLines> lines = new LinkedHashMap<>();
  private final Map<Run, Integer> generations = new HashMap<>();

  /** One command on one server; the steps of several are {@code run-1}, {@code run-2}, … */
  private record Run(String server, String step) {
    /** Which of several it is; empty for the only one. */
    String number() {
      if (step.equals(ON_FAILURE)) {
        return "[on-failure]";
      }
      int dash = step.indexOf('-');
      return dash < 0 ? "" : "[" + step.substring(dash + 1) + "]";
    }
  }

  private record Source(Run run, boolean stderr) {}

  /**
   * @param named put the server's name in front of each line
   */
  ExecOutput(Output output, boolean named) {
    this.output = output;
    this.named = named;
  }

  /** Takes the next piece. */
  @Override
  public void take(JsonNode piece) {
    Run run = new Run(Json.text(piece, "server"), Json.text(piece, "step"));
    int generation = Json.number(piece, "generation");
    if (generation > generations.getOrDefault(run, generation)) {
      again(run);
    }
    generations.put(run, generation);
    if (!output.json()) {
      finishOthers(run);
    }
    Source source = new Source(run, Json.text(piece, "stream").equals("stderr"));
    if (!output.json()) {
      lines
          .computeIfAbsent(source, _ -> new LongLines())
          .take(Json.text(piece, "text"), printing(source));
      return;
    }
    StringBuilder text = texts.computeIfAbsent(source, _ -> new StringBuilder());
    text.append(Json.text(piece, "text"));
    if (text.length() > 2 * KEPT) {
      text.delete(0, text.length() - KEPT);
    }
  }

  /** What a command before it on the same server said never gets a line break any more. */
  private void finishOthers(Run run) {
    lines.forEach((source, line) -> {
      if (source.run().server().equals(run.server()) && !source.run().equals(run)) {
        line.end(printing(source));
      }
    });
  }

  /** Prints what never got its line break. */
  @Override
  public void end() {
    lines.forEach((source, line) -> line.end(printing(source)));
  }

  /** Adds what a server has said to its part of the answer, and to each of several results. */
  @Override
  public void addTo(ObjectNode server) {
    String name = Json.text(server, "name");
    JsonNode outcome = server.path("outcome");
    forgetBefore(new Run(name, "run"), outcome);
    for (JsonNode result : Json.list(outcome, "results")) {
      Run run = new Run(name, Json.text(result, "step"));
      forgetBefore(run, result);
      ((ObjectNode) result)
          .put("stdout", kept(new Source(run, false)))
          .put("stderr", kept(new Source(run, true)));
    }
    if (outcome.path(AFTERWARDS).isObject()) {
      Run run = new Run(name, ON_FAILURE);
      ((ObjectNode) outcome.path(AFTERWARDS))
          .put("stdout", kept(new Source(run, false)))
          .put("stderr", kept(new Source(run, true)));
    }
    server.put("stdout", all(name, false));
    server.put("stderr", all(name, true));
  }

  /** What was said before the last try is not what it said, also where that said nothing. */
  private void forgetBefore(Run run, JsonNode result) {
    int last = Json.number(result, "generation");
    if (last > generations.getOrDefault(run, last)) {
      texts.remove(new Source(run, false));
      texts.remove(new Source(run, true));
    }
  }

  private String all(String server, boolean stderr) {
    StringBuilder all = new StringBuilder();
    texts.keySet().stream()
        .filter(source -> source.run().server().equals(server) && source.stderr() == stderr)
        .filter(source -> !source.run().step().equals(ON_FAILURE))
        .forEach(source -> all.append(kept(source)));
    return all.toString();
  }

  private String kept(Source source) {
    StringBuilder text = texts.getOrDefault(source, new StringBuilder());
    return text.substring(Math.max(0, text.length() - KEPT));
  }

  /** It failed and is retried, or the way to the server broke under a command that only reads. */
  private void again(Run run) {
    for (boolean stderr : new boolean[] {false, true}) {
      Source source = new Source(run, stderr);
      texts.remove(source);
      LongLines unfinished = lines.remove(source);
      if (unfinished != null) {
        unfinished.end(printing(source));
      }
    }
    output.message(
        (run.server() + " " + run.number()).strip() + ": running it again from the start");
  }

  private LongLines.Taker printing(Source source) {
    return (text, first, last) -> {
      if (first && last) {
        // A lone carriage return ends a line, too; an empty line is one all the same.
        (text.isEmpty() ? Stream.of("") : text.lines())
            .forEach(line -> print(source, line, true, true));
      } else {
        print(source, text, first, last);
      }
    };
  }

  /** With the name of the server in front every part is a line; else parts make up the line. */
  private void print(Source source, String line, boolean first, boolean last) {
    boolean terminal = output.terminal().output();
    String text = terminal ? Printable.clean(last ? line.stripTrailing() : line) : line;
    String number = source.run().number();
    String who =
        named
            ? output.style().place(source.run().server())
                + (number.isEmpty() ? "" : " " + number)
                + ": "
            : number.isEmpty() || !first ? "" : number + " ";
    boolean ends = last || named;
    if (source.stderr()) {
      output.raw(who + text + (ends ? System.lineSeparator() : ""));
    } else if (ends) {
      output.line(who + text);
    } else {
      output.part(who + text);
    }
  }
}
