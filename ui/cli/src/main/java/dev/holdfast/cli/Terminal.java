package dev.holdfast.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Which of the standard streams are terminals, and what the terminal can do.
 *
 * @param input whether a person can be asked
 * @param output whether standard output is read by a person
 * @param error whether standard error is read by a person
 * @param colours whether colours are wanted at all
 * @param cursor whether the cursor can be moved, so that lines can be drawn again
 */
public record Terminal(
    boolean input, boolean output, boolean error, boolean colours, boolean cursor) {
  private static final int DEFAULT_COLUMNS = 80;

  /** No terminal at all: a pipe, a file, cron. */
  public static final Terminal NONE = new Terminal(false, false, false, false, false);

  /** The terminal of this process; NO_COLOR and TERM=dumb are respected. */
  public static Terminal of(Map<String, String> variables) {
    boolean dumb = variables.getOrDefault("TERM", "dumb").equals("dumb");
    boolean colours = !dumb && variables.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(isTerminal(0), isTerminal(1), isTerminal(2), colours, !dumb);
  }

  /** The width in characters, asked anew each time since a window may be resized; 80 if unknown. */
  public int columns() {
    if (!output && !error) {
      return DEFAULT_COLUMNS;
    }
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Path.of("/dev/tty").toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      stty.waitFor(1, TimeUnit.SECONDS);
      int columns = Integer.parseInt(size.strip().substring(size.indexOf(' ') + 1));
      return columns > 0 ? columns : DEFAULT_COLUMNS;
    } catch (IOException | NumberFormatException e) {
      return DEFAULT_COLUMNS;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return DEFAULT_COLUMNS;
    }
  }

  // The JDK's Console tells only whether all streams are a terminal, not which of them.
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
  }
}
