package dev.holdfast.standalone;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Tells a person how a start or stop goes, line by line; safe for use by many threads. */
final class Progress {

  private final List<PrintStream> outs;

  Progress(PrintStream... outs) {
    this.outs = List.of(outs);
  }

  static Progress onStandardError() {
    return new Progress(System.err);
  }

  void part(String part, String message) {
    line(String.format(Locale.ROOT, "  %-12s %s", part, message));
  }

  void ready(String part, String message, Duration took) {
    part(part, String.format(Locale.ROOT, "%s (%.1f s)", message, took.toMillis() / 1000.0));
  }

  synchronized void line(String text) {
    for (PrintStream out : outs) {
      out.println(text);
      out.flush();
    }
  }
}
