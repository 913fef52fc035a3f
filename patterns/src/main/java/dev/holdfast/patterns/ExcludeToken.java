package dev.holdfast.patterns;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A part of a pattern: bytes of which one is taken, or any number.
 *
 * @param bytes which are taken
 * @param repeated whether any number of them is
 */
record ExcludeToken(BitSet bytes, boolean repeated) {
  private static final int BYTES = 256;
  private static final ExcludeToken IN_NAME = new ExcludeToken(without('/'), false);
  private static final ExcludeToken REST_OF_NAME = new ExcludeToken(without('/'), true);
  private static final ExcludeToken ANYTHING = new ExcludeToken(without(0), true);

  private static final Map<String, IntPredicate> CLASSES =
      Map.ofEntries(
          Map.entry("alnum", c -> letter(c) || digit(c)),
          Map.entry("alpha", ExcludeToken::letter),
          Map.entry("blank", c -> c == ' ' || c == '\t'),
          Map.entry("cntrl", c -> c < ' ' || c == 127),
          Map.entry("digit", ExcludeToken::digit),
          Map.entry("graph", c -> c > ' ' && c < 127),
          Map.entry("lower", c -> c >= 'a' && c <= 'z'),
          Map.entry("print", c -> c >= ' ' && c < 127),
          Map.entry("punct", c -> c > ' ' && c < 127 && !letter(c) && !digit(c)),
          Map.entry("space", c -> c == ' ' || (c >= '\t' && c <= '\r')),
          Map.entry("upper", c -> c >= 'A' && c <= 'Z'),
          Map.entry("xdigit", c -> digit(c) || ((c | 32) >= 'a' && (c | 32) <= 'f')));

  /** Whether a backslash escapes: it does so only beside a wildcard. */
  static boolean wild(String pattern) {
    return pattern.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
  }

  /**
   * The parts of a pattern without the slashes at its ends.
   *
   * @throws IllegalArgumentException with what is wrong with a bracket or a backslash
   */
  static List<ExcludeToken> read(String raw) {
    List<ExcludeToken> tokens = new ArrayList<>();
    boolean wild = wild(raw);
    for (int at = 0; at < raw.length(); at++) {
      char c = raw.charAt(at);
      if (wild && c == '*') {
        int from = at;
        while (at + 1 < raw.length() && raw.charAt(at + 1) == '*') {
          at++;
        }
        tokens.add(at > from ? ANYTHING : REST_OF_NAME);
      } else if (wild && c == '?') {
        tokens.add(IN_NAME);
      } else if (wild && c == '[') {
        BitSet bytes = new BitSet(BYTES);
        at = readBracket(raw, at, bytes);
        tokens.add(new ExcludeToken(bytes, false));
      } else {
        if (wild && c == '\\') {
          c = charAt(raw, ++at, "ends in a backslash");
        }
        tokens.add(literal(c));
      }
    }
    return tokens;
  }

  /** Returns where the bracket is closed. */
  private static int readBracket(String raw, int open, BitSet bytes) {
    int at = open + 1;
    boolean not = at < raw.length() && (raw.charAt(at) == '!' || raw.charAt(at) == '^');
    if (not) {
      at++;
    }
    int before = 0;
    do {
      char c = inBracket(raw, at);
      if (c == '\\') {
        c = inBracket(raw, ++at);
        bytes.set(c);
        before = c;
      } else if (c == '-' && before > 0 && inBracket(raw, at + 1) != ']') {
        c = inBracket(raw, ++at);
        if (c == '\\') {
          c = inBracket(raw, ++at);
        }
        if (before <= c) {
          bytes.set(before, c + 1);
        }
        before = 0;
      } else if (c == '[' && inBracket(raw, at + 1) == ':' && namedClass(raw, at) != null) {
        String name = String.valueOf(namedClass(raw, at));
        IntPredicate members = CLASSES.get(name);
        if (members == null) {
          throw new IllegalArgumentException("there is no class [:" + name + ":]");
        }
        for (int b = 1; b < BYTES; b++) {
          if (members.test(b)) {
            bytes.set(b);
          }
        }
        at += name.length() + 3;
        before = 0;
      } else {
        bytes.set(c);
        before = c;
      }
      at++;
    } while (inBracket(raw, at) != ']');
    if (not) {
      bytes.flip(1, BYTES);
    }
    bytes.clear('/');
    if (bytes.isEmpty()) {
      throw new IllegalArgumentException(raw.substring(open, at + 1) + " stands for no character");
    }
    return at;
  }

  /** What stands between {@code [:} and {@code :]}, if it ends so. */
  private static @Nullable String namedClass(String raw, int at) {
    int close = raw.indexOf(']', at + 2);
    if (close < 0) {
      throw new IllegalArgumentException("its [ is not closed");
    }
    return close > at + 2 && raw.charAt(close - 1) == ':' ? raw.substring(at + 2, close - 1) : null;
  }

  private static char inBracket(String raw, int at) {
    return charAt(raw, at, "its [ is not closed");
  }

  private static char charAt(String raw, int at, String otherwise) {
    if (at >= raw.length()) {
      throw new IllegalArgumentException(otherwise);
    }
    return raw.charAt(at);
  }

  boolean takes(char c) {
    return bytes.get(c);
  }

  boolean isSlash() {
    return !repeated && bytes.get('/') && bytes.cardinality() == 1;
  }

  /** As a part of a POSIX extended regular expression in the C locale. */
  String regex() {
    BitSet others = (BitSet) bytes.clone();
    others.flip(1, BYTES);
    String one =
        others.isEmpty()
            ? "."
            : others.cardinality() < bytes.cardinality()
                ? "[^" + listed(others) + "]"
                : bytes.cardinality() == 1 ? quoted((char) bytes.nextSetBit(0)) : bracket(bytes);
    return repeated ? one + "*" : one;
  }

  private static String quoted(char c) {
    return "\\.[]{}()*+?^$|".indexOf(c) >= 0 ? "\\" + c : String.valueOf(c);
  }

  private static String bracket(BitSet bytes) {
    String listed = listed(bytes);
    // A circumflex in front would negate; two bytes at least are here.
    return listed.startsWith("^") ? "[" + listed.substring(1) + "^]" : "[" + listed + "]";
  }

  /** The closing bracket comes first and the hyphen last, where they stand for themselves. */
  private static String listed(BitSet bytes) {
    StringBuilder listed = new StringBuilder(bytes.get(']') ? "]" : "");
    bytes.stream().filter(b -> "]^-".indexOf(b) < 0).forEach(b -> listed.append((char) b));
    return listed.append(bytes.get('^') ? "^" : "").append(bytes.get('-') ? "-" : "").toString();
  }

  private static ExcludeToken literal(char c) {
    BitSet bytes = new BitSet(BYTES);
    bytes.set(c);
    return new ExcludeToken(bytes, false);
  }

  private static BitSet without(int b) {
    BitSet bytes = new BitSet(BYTES);
    bytes.set(1, BYTES);
    bytes.clear(b);
    return bytes;
  }

  private static boolean letter(int c) {
    return (c | 32) >= 'a' && (c | 32) <= 'z' && c < 128;
  }

  private static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }
}
