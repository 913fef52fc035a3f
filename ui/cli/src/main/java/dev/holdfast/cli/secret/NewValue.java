package dev.holdfast.cli.secret;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Surroundings;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import tools.jackson.databind.node.ObjectNode;

/**
 * The value that a person gives to a secret; apart from its command, so that help loads no JSON.
 */
record NewValue(ValueOptions options, Surroundings surroundings) {
  private static final int LARGEST = 64 << 10;

  /** The body of a request that sets it. */
  ObjectNode request() {
    ObjectNode request = Json.object();
    if (options.generate != null) {
      if (options.file != null) {
        throw Failure.usage("--generate and --file exclude each other", "leave one of them out");
      }
      return request.put("generate", options.generate);
    }
    return request.put("base64", Base64.getEncoder().encodeToString(bytes()));
  }

  private byte[] bytes() {
    boolean given = options.file != null && !options.file.equals("-");
    Console console = !given && surroundings.terminal().input() ? System.console() : null;
    byte[] bytes = console != null ? typed(console) : given ? file() : standardInput();
    if (!options.exact) {
      bytes = withoutLineEnd(bytes);
    }
    if (bytes.length == 0) {
      throw Failure.usage("the value is empty", "give it on standard input, or with --file");
    }
    return bytes;
  }

  private static byte[] typed(Console console) {
    char[] value = console.readPassword("Value: ");
    char[] again = console.readPassword("Again: ");
    if (value == null || !Arrays.equals(value, again)) {
      throw Failure.usage("the two values differ", "type the same value twice");
    }
    return new String(value).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] file() {
    String name = String.valueOf(options.file);
    Path file =
        Path.of(name.startsWith("~/") ? System.getProperty("user.home") + name.substring(1) : name);
    try (InputStream in = Files.newInputStream(file)) {
      return bounded(in, name);
    } catch (IOException e) {
      throw Failure.usage(
          "--file: " + name + " does not exist, or cannot be read by you", "name a file, or -");
    }
  }

  private byte[] standardInput() {
    try {
      return bounded(surroundings.input(), "standard input");
    } catch (IOException e) {
      throw Failure.usage("standard input cannot be read", "name a file with --file");
    }
  }

  private static byte[] bounded(InputStream in, String source) throws IOException {
    byte[] bytes = in.readNBytes(LARGEST + 2);
    if (bytes.length > LARGEST + 1) {
      throw Failure.usage(
          source + " holds more than 64 KiB", "a secret is smaller; use copy for large files");
    }
    return bytes;
  }

  /** Of a value of one line: of several, such as a key, the last line end belongs to it. */
  private static byte[] withoutLineEnd(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    if (end != bytes.length - 1) {
      return bytes;
    }
    return Arrays.copyOf(bytes, end > 0 && bytes[end - 1] == '\r' ? end - 1 : end);
  }
}
