package dev.holdfast.standalone.home;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Tells a person how a start or stop goes, line by line; safe for use by many threads. */
public final class ShownProgress {

  private final List<PrintStream> outs;

  public ShownProgress(PrintStream... outs) {
    this.outs = List.of(outs);
  }

  public static ShownProgress onStandardError() {
    return new ShownProgress(System.err);
  }

  public void part(String part, String message) {
    line(String.format(Locale.ROOT, "  %-12s %s", part, message));
  }

  public void ready(String part, String message, Duration took) {
    part(part, String.format(Locale.ROOT, "%s (%.1f s)", message, took.toMillis() / 1000.0));
  }

  public synchronized void line(String text) {
    for (PrintStream out : outs) {
      out.println(text);
      out.flush();
    }
  }
}
