package dev.holdfast.cli.importing;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values of an inventory in INI: Ansible reads what is a literal of Python as one, and everything
 * else as text.
 */
final class PythonLiteral {
  private static final Pattern INTEGER =
      Pattern.compile(
          "([+-]?)(?:(0(?:_?0)*|[1-9](?:_?\\d)*)|0[xX]((?:_?[0-9a-fA-F])+)|0[oO]((?:_?[0-7])+)|0[bB]((?:_?[01])+))\\s*(?:#.*)?");
  private static final Pattern WORD = Pattern.compile("(True|False|None)\\s*(?:#.*)?");
  private static final Pattern STRING =
      Pattern.compile(
          "([uUrRbB]|[rR][bB]|[bB][rR])?('''((?:[^\\\\]|\\\\.)*?)'''|\"\"\"((?:[^\\\\]|\\\\.)*?)\"\"\"|'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\")\\s*");

  private PythonLiteral() {}

  /** What the value is as text; null for None. */
  static @Nullable String text(String value) {
    String text = value.replaceFirst("^[ \\t]+", "");
    Matcher integer = INTEGER.matcher(text);
    if (integer.matches()) {
      return integer(integer);
    }
    Matcher word = WORD.matcher(text);
    if (word.matches()) {
      return word.group(1).equals("None") ? null : word.group(1);
    }
    String joined = strings(text);
    return joined == null ? value : joined;
  }

  private static String integer(Matcher parts) {
    int[] bases = {10, 16, 8, 2};
    for (int i = 0; i < bases.length; i++) {
      String digits = parts.group(i + 2);
      if (digits != null) {
        BigInteger number = new BigInteger(digits.replace("_", ""), bases[i]);
        return (parts.group(1).equals("-") ? number.negate() : number).toString();
      }
    }
    throw new IllegalStateException(parts.group());
  }

  /** String literals side by side are one; null if the text is anything else. */
  private static @Nullable String strings(String text) {
    StringBuilder all = new StringBuilder();
    Matcher string = STRING.matcher(text);
    int at = 0;
    while (string.find(at) && string.start() == at) {
      String body = "";
      for (int group = 3; group <= 6; group++) {
        body = string.group(group) == null ? body : string.group(group);
      }
      String prefix = string.group(1) == null ? "" : string.group(1).toLowerCase(Locale.ROOT);
      all.append(prefix.contains("r") ? body : unescaped(body));
      at = string.end();
      if (at == text.length() || text.charAt(at) == '#') {
        return all.toString();
      }
    }
    return null;
  }

  private static String unescaped(String body) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      if (c != '\\' || i + 1 == body.length()) {
        text.append(c);
        continue;
      }
      char escaped = body.charAt(++i);
      int plain = "\\'\"abfnrtv".indexOf(escaped);
      int digits = escaped == 'x' ? 2 : escaped == 'u' ? 4 : 0;
      if (plain >= 0) {
        text.append("\\'\"\u0007\b\f\n\r\t\u000b".charAt(plain));
      } else if (digits > 0 && body.substring(i + 1).matches("(?s)[0-9a-fA-F]{" + digits + "}.*")) {
        text.append((char) Integer.parseInt(body.substring(i + 1, i + 1 + digits), 16));
        i += digits;
      } else {
        text.append('\\').append(escaped);
      }
    }
    return text.toString();
  }
}
