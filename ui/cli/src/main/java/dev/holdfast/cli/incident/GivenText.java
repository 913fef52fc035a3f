package dev.holdfast.cli.incident;

import dev.holdfast.cli.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text that was typed, or is read from a file or standard input. */
final class GivenText {
  /** As much as the platform takes at most. */
  private static final int MOST = 64 * 1024;

  private GivenText() {}

  /** The text itself; that of standard input for {@code -}. */
  static String of(String typed, InputStream standardInput) {
    return typed.equals("-") ? read("standard input", standardInput) : typed;
  }

  /** That of a file; of standard input for {@code -}. */
  static String ofFile(String name, InputStream standardInput) {
    if (name.equals("-")) {
      return read("standard input", standardInput);
    }
    try (InputStream file = Files.newInputStream(Path.of(name))) {
      return read(name, file);
    } catch (IOException e) {
      throw Failure.usage(name + " cannot be read: " + e.getMessage(), "give a file that can be");
    }
  }

  private static String read(String name, InputStream input) {
    try {
      byte[] bytes = input.readNBytes(MOST + 1);
      if (bytes.length > MOST) {
        throw Failure.usage(
            name + " is larger than 64 KiB",
            "keep it as a file, and add that with ./holdfast incident evidence");
      }
      return new String(bytes, StandardCharsets.UTF_8).stripTrailing();
    } catch (IOException e) {
      throw Failure.usage(name + " cannot be read: " + e.getMessage(), "give a file that can be");
    }
  }
}
