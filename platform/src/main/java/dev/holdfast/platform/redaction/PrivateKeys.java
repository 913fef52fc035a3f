package dev.holdfast.platform.redaction;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the bodies of private keys in PEM and its relatives, also of one that has not ended, was
 * indented or quoted, stands there without its first line, or is in base64 as a whole.
 */
final class PrivateKeys {
  private static final String MARKER = "-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----";

  /** How the bodies of OpenSSH's and of Ed25519 keys begin, and any of these in base64. */
  private static final String BODIES =
      "b3BlbnNzaC1rZXktdjE|MC4CAQAwBQYDK2Vw"
          + "|LS0tLS1CRUdJTiB(?:PUEVOU1NI|QUklWQVRF|SU0Eg|FQyBQ|FTkNSWVBU|EU0Eg)";

  private static final Pattern BEGIN = Pattern.compile(MARKER + "|" + BODIES);
  private static final String END = "-----END";
  private static final String BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";

  /** What a text with a key in it has at least one of. */
  private static final List<String> HINTS =
      List.of("PRIVATE KEY", "b3BlbnNzaC1rZXktdjE", "MC4CAQAwBQYDK2Vw", "LS0tLS1CRUdJTiB");

  /** Base64, as it is or as a line of a program, and headers such as {@code DEK-Info: …}. */
  private static final Pattern BODY =
      Pattern.compile("[ \\t\"'>|#,-]*[A-Za-z0-9+/=\\\\]*[ \\t\"',;)\\\\]*|[ \\t]*[A-Za-z-]+: .*");

  /** So much base64 at the beginning of a line is still of the key. */
  private static final int SOME = 16;

  /** So many lines that look like no key are still of one, if its end marker follows. */
  private static final int STRANGE = 300;

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
    if (HINTS.stream().noneMatch(text::contains)) {
      return found;
    }
    Matcher begin = BEGIN.matcher(text);
    int from = 0;
    while (begin.find(from)) {
      boolean marked = text.charAt(begin.start()) == '-';
      Found key = from(text, begin.start(), marked ? begin.end() : begin.start());
      found.add(key);
      from = Math.max(key.end(), begin.end());
    }
    return found;
  }

  /**
   * The key whose body begins here; it ends before its end marker, or where there is none, before
   * what cannot be of a key.
   */
  static Found from(String text, int begin, int body) {
    int at = body;
    int strangeFrom = -1;
    int strange = 0;
    while (true) {
      int end = Lines.end(text, at);
      String line = text.substring(at, end);
      int marker = line.indexOf(END);
      if (marker >= 0) {
        return new Found(begin, body, at + marker, false);
      }
      if (strangeFrom < 0 && at > body && !BODY.matches(line)) {
        // The last line of a key may go on with what is done with it.
        strangeFrom = at + base64(line);
      }
      if (strangeFrom >= 0 && (++strange > STRANGE || end == text.length())) {
        return new Found(begin, body, strangeFrom, false);
      }
      if (end == text.length()) {
        return new Found(begin, body, end, true);
      }
      at = end + 1;
    }
  }

  /** How much of the line is base64; 0 where that may be a word. */
  private static int base64(String line) {
    int length = 0;
    while (length < line.length() && BASE64.indexOf(line.charAt(length)) >= 0) {
      length++;
    }
    return length >= SOME ? length : 0;
  }
}
