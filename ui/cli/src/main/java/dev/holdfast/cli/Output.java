package dev.holdfast.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Where a command answers: results on standard output, everything else on standard error. */
public final class Output {
  private final PrintWriter out;
  private final PrintWriter err;
  private final Format format;
  private final Terminal terminal;

  public Output(PrintWriter out, PrintWriter err, Format format, Terminal terminal) {
    this.out = out;
    this.err = err;
    this.format = format;
    this.terminal = terminal;
  }

  public boolean json() {
    return format == Format.json;
  }

  public Terminal terminal() {
    return terminal;
  }

  /** For what goes to standard output. */
  public Style style() {
    return new Style(terminal.output() && terminal.colours());
  }

  /** For what goes to standard error. */
  public Style messageStyle() {
    return new Style(terminal.error() && terminal.colours());
  }

  /** Prints a JSON document, indented, to standard output. */
  public void document(JsonNode document) {
    out.println(document.toPrettyString());
    out.flush();
  }

  /** Answers a program with the document, and a person in words; returns the exit code. */
  public int answer(JsonNode document, Runnable inWords) {
    if (json()) {
      document(document);
    } else {
      inWords.run();
    }
    return ExitCode.DONE.code();
  }

  /**
   * Answers with a list; returns the exit code.
   *
   * @param none what a person is told where there is nothing to list
   */
  public int list(List<JsonNode> items, String none, Supplier<Table> table) {
    return answer(
        Json.of(items),
        () -> {
          if (items.isEmpty()) {
            message(none);
          } else {
            table(table.get());
          }
        });
  }

  /** Prints a line of the answer to standard output. */
  public void line(String line) {
    out.println(line);
    out.flush();
  }

  /** Prints a part of a line of the answer to standard output, without ending the line. */
  public void part(String text) {
    out.print(text);
    out.flush();
  }

  public void table(Table table) {
    table.lines(style()).forEach(out::println);
    out.flush();
  }

  /** Tells the person something; goes to standard error. */
  public void message(String message) {
    err.println(message);
    err.flush();
  }

  /** Prints to standard error as it is, without ending the line. */
  public void raw(String text) {
    err.print(text);
    err.flush();
  }

  /** Tells what is wrong and what to do about it; to a program, as one line of JSON. */
  public void failure(Failure failure) {
    if (json()) {
      message(
          Json.object()
              .put("error", failure.getMessage())
              .put("code", failure.code())
              .put("exitCode", failure.exitCode().code())
              .put("try", failure.remedy())
              .set("details", Json.of(failure.details()))
              .toString());
      return;
    }
    Style style = messageStyle();
    message(style.bad("error:") + " " + failure.getMessage());
    failure.details().forEach(detail -> message("  " + detail));
    if (failure.remedy() != null) {
      message(style.bold("try:") + "   " + failure.remedy());
    }
  }
}
