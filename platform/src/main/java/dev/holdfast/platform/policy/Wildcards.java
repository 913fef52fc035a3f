package dev.holdfast.platform.policy;

/** {@code *} for any characters, {@code ?} for one; needs no more than pattern × text steps. */
final class Wildcards {
  private Wildcards() {}

  static boolean match(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      char wanted = p < pattern.length() ? pattern.charAt(p) : '\0';
      if (wanted == '*') {
        star = p++;
        resume = t;
      } else if (wanted == '?' || wanted == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        // The last star takes one more.
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
