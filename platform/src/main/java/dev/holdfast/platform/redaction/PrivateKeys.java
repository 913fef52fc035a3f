package dev.holdfast.platform.redaction;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/** Finds the bodies of private keys in PEM and its relatives, also of one that has not ended. */
final class PrivateKeys {
  private static final Pattern BEGIN =
      Pattern.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----");
  private static final String END = "-----END";

  /** Base64, and headers such as {@code DEK-Info: …}. */
  private static final Pattern BODY = Pattern.compile("[A-Za-z0-9+/=\\\\]*|[A-Za-z-]+: .*");

  private PrivateKeys() {}

  /**
   * A key.
   *
   * @param begin of its first line's marker
   * @param body where its secret begins
   * @param end before its last line, or of the text
   * @param open whether more of it may come
   */
  record Found(int begin, int body, int end, boolean open) {}

  static List<Found> in(String text) {
    List<Found> found = new ArrayList<>();
    if (!text.contains("PRIVATE KEY")) {
      return found;
    }
    Matcher begin = BEGIN.matcher(text);
    int from = 0;
    while (begin.find(from)) {
      Found key = from(text, begin.start(), begin.end());
      found.add(key);
      from = key.end();
    }
    return found;
  }

  /** The key whose body begins here; it ends before what cannot be of a key. */
  static Found from(String text, int begin, int body) {
    int at = body;
    while (true) {
      int end = Lines.end(text, at);
      String line = text.substring(at, end);
      int marker = line.indexOf(END);
      if (marker >= 0) {
        return new Found(begin, body, at + marker, false);
      }
      if (at > body && !BODY.matches(line)) {
        return new Found(begin, body, at, false);
      }
      if (end == text.length()) {
        return new Found(begin, body, end, true);
      }
      at = end + 1;
    }
  }
}
