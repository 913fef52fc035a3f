package dev.holdfast.cli.server;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Surroundings;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a secret of one line from a file, a prompt or standard input; never from the command line,
 * where everybody on the machine sees it.
 */
final class SecretFile {
  private static final int MOST = 4096;

  private SecretFile() {}

  /**
   * @param option the option that names the file, such as {@code --passphrase-file}
   * @param source a file, or {@code -}: asked for on a terminal, else the first line of standard
   *     input
   * @param what such as {@code Passphrase of the key}
   * @throws Failure if it cannot be read or is empty
   */
  static String read(String option, String source, String what, Surroundings surroundings) {
    String secret = source.equals("-") ? typed(option, what, surroundings) : file(option, source);
    if (secret.isEmpty()) {
      throw Failure.usage(
          option + ": " + (source.equals("-") ? "standard input" : source) + " holds nothing",
          "its first line is the secret");
    }
    return secret;
  }

  private static String typed(String option, String what, Surroundings surroundings) {
    Console console = surroundings.terminal().input() ? System.console() : null;
    if (console != null) {
      char[] typed = console.readPassword("%s: ", what);
      return typed == null ? "" : new String(typed);
    }
    try {
      return line(option, "standard input", surroundings.input());
    } catch (IOException e) {
      throw Failure.usage(option + ": standard input cannot be read", "name a file instead");
    }
  }

  private static String file(String option, String source) {
    Path file = LocalFile.of(source);
    if (!Files.exists(file)) {
      throw Failure.usage(option + ": " + file + " does not exist", "name a file, or -");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return line(option, source, in);
    } catch (IOException e) {
      throw Failure.usage(option + ": " + file + " cannot be read by you", "name a file, or -");
    }
  }

  /** One line byte by byte, so that a second secret can follow on the next. */
  private static String line(String option, String source, InputStream in) throws IOException {
    byte[] bytes = new byte[MOST];
    int length = 0;
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      if (length == MOST) {
        throw Failure.usage(
            option + ": the first line of " + source + " is too long", "it is not a secret");
      }
      bytes[length++] = (byte) b;
    }
    String line = new String(bytes, 0, length, StandardCharsets.UTF_8);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }
}
