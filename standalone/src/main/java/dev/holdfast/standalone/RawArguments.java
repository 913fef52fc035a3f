package dev.holdfast.standalone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What was typed, as bytes: the JVM replaces what its encoding has no letter for, and says nothing.
 */
final class RawArguments {
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private RawArguments() {}

  /** Why these arguments cannot be what was typed; empty if they are. */
  static Optional<String> refusal(String... arguments) {
    boolean plain =
        Arrays.stream(arguments).allMatch(it -> it.chars().allMatch(c -> c > 0 && c < 128));
    // What has been replaced is a question mark in some encodings.
    if (plain && isUtf8()) {
      return Optional.empty();
    }
    return read(COMMAND_LINE).flatMap(raw -> refusal(raw, arguments, isUtf8()));
  }

  /**
   * As above.
   *
   * @param commandLine of the process, each argument ended by a NUL
   * @param utf8 whether the JVM reads arguments as UTF-8
   */
  static Optional<String> refusal(byte[] commandLine, String[] arguments, boolean utf8) {
    List<byte[]> raw = split(commandLine);
    int before = raw.size() - arguments.length;
    for (int at = 0; at < arguments.length && before >= 0; at++) {
      Optional<String> decoded = decoded(raw.get(before + at));
      if (decoded.isEmpty()) {
        return Optional.of(
            "argument %d is not UTF-8: %s. Rename the file, or write the argument in UTF-8."
                .formatted(at + 1, shown(raw.get(before + at))));
      }
      if (!utf8 && !decoded.get().equals(arguments[at])) {
        return Optional.of(
            "argument %d has letters that this locale has not: %s. Set LC_ALL to a UTF-8 locale, such as C.UTF-8."
                .formatted(at + 1, shown(raw.get(before + at))));
      }
    }
    return Optional.empty();
  }

  private static boolean isUtf8() {
    return "UTF-8".equals(System.getProperty("sun.jnu.encoding"));
  }

  private static Optional<byte[]> read(Path file) {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (IOException e) {
      // Another system, whose arguments are UTF-8.
      return Optional.empty();
    }
  }

  private static List<byte[]> split(byte[] commandLine) {
    List<byte[]> arguments = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < commandLine.length; at++) {
      if (commandLine[at] == 0) {
        arguments.add(Arrays.copyOfRange(commandLine, from, at));
        from = at + 1;
      }
    }
    return arguments;
  }

  private static Optional<String> decoded(byte[] argument) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(argument)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** In ASCII, other bytes as {@code \xHH}. */
  private static String shown(byte[] argument) {
    StringBuilder shown = new StringBuilder();
    for (byte b : argument) {
      shown.append(b >= ' ' && b < 127 ? String.valueOf((char) b) : "\\x%02X".formatted(b & 0xff));
    }
    return shown.toString();
  }
}
