package dev.holdfast.api.notify;

import java.util.List;
import java.util.regex.Pattern;

/** Reads values of settings; what it throws repeats none. */
final class SinkValues {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");
  private static final int LAST_PORT = 65_535;

  private SinkValues() {}

  static int port(String text) {
    return number(text, 1, LAST_PORT);
  }

  static int number(String text, int least, int most) {
    int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : -1;
    if (number < least || number > most) {
      throw new IllegalArgumentException("must be a number from %d to %d".formatted(least, most));
    }
    return number;
  }

  static String choice(String text, String... words) {
    if (!List.of(words).contains(text)) {
      throw new IllegalArgumentException("must be one of: " + String.join(", ", words));
    }
    return text;
  }
}
