package dev.holdfast.cli.identity;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.Surroundings;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a password from a terminal, unseen, or a line of standard input; never from the command
 * line, where everybody on the machine sees it.
 */
final class TypedPassword {
  private static final int MOST = 4096;

  private TypedPassword() {}

  /**
   * @param prompt for a person, on standard error
   * @throws Failure if there is none
   */
  static String read(Surroundings surroundings, Output output, String prompt) {
    return read(surroundings, output, prompt, "password");
  }

  /**
   * The same for something else that nobody else should see.
   *
   * @param what it is, in a word
   */
  static String read(Surroundings surroundings, Output output, String prompt, String what) {
    Console console = surroundings.terminal().input() ? System.console() : null;
    String password;
    if (console != null) {
      output.raw(prompt);
      char[] typed = console.readPassword();
      password = typed == null ? "" : new String(typed);
    } else {
      password = line(surroundings);
    }
    if (password.isEmpty()) {
      throw Failure.usage("there is no " + what, "type it, or give it as a line of standard input");
    }
    return password;
  }

  /**
   * Puts one's own password into a request that takes it.
   *
   * @param me what the platform says of the caller
   */
  static void putCurrent(ObjectNode request, JsonNode me, OutputOptions options) {
    if (Json.flag(me, "passwordNeeded")) {
      request.put("current", read(options.surroundings(), options.output(), "Password of now: "));
    }
  }

  /** One line byte by byte, so that a second password can follow on the next. */
  private static String line(Surroundings surroundings) {
    try {
      byte[] bytes = new byte[MOST];
      int length = 0;
      for (int b = surroundings.input().read();
          b >= 0 && b != '\n' && length < MOST;
          b = surroundings.input().read()) {
        bytes[length++] = (byte) b;
      }
      String line = new String(bytes, 0, length, StandardCharsets.UTF_8);
      return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    } catch (IOException e) {
      throw Failure.usage("standard input cannot be read", "type it on a terminal");
    }
  }
}
