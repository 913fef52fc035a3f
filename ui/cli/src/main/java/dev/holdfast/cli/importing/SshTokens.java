package dev.holdfast.cli.importing;

import java.util.Map;
import java.util.function.UnaryOperator;

/** OpenSSH's {@code %x} and <code>${NAME}</code> in values. */
final class SshTokens {
  private SshTokens() {}

  /**
   * The text with its tokens filled in.
   *
   * @throws IllegalArgumentException if a token has no value here
   */
  static String expand(String text, Map<Character, String> tokens) {
    StringBuilder filled = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        filled.append(c);
        continue;
      }
      String value =
          ++i == text.length() ? null : text.charAt(i) == '%' ? "%" : tokens.get(text.charAt(i));
      if (value == null) {
        throw new IllegalArgumentException(
            "'%s' in %s is not understood"
                .formatted(text.substring(i - 1, Math.min(i + 1, text.length())), text));
      }
      filled.append(value);
    }
    return filled.toString();
  }

  /**
   * The text with the values of environment variables.
   *
   * @throws IllegalArgumentException if one is not set
   */
  static String variables(String text, UnaryOperator<String> variables) {
    StringBuilder filled = new StringBuilder();
    int at = 0;
    while (true) {
      int start = text.indexOf("${", at);
      int end = start < 0 ? -1 : text.indexOf('}', start);
      if (end < 0) {
        return filled.append(text.substring(at)).toString();
      }
      String name = text.substring(start + 2, end);
      String value = variables.apply(name);
      if (value.isEmpty()) {
        throw new IllegalArgumentException(
            "the environment variable " + name + " in " + text + " is not set");
      }
      filled.append(text, at, start).append(value);
      at = end + 1;
    }
  }
}
