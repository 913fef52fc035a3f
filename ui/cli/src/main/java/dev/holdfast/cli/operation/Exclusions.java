package dev.holdfast.cli.operation;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What a sync leaves alone on both sides. The platform reads the same globs the same way.
 *
 * <p>A glob with a slash is of the whole path, one without is of any name in it; what is below an
 * excluded directory is excluded, too.
 */
final class Exclusions {
  private final List<Pattern> patterns;

  Exclusions(List<String> globs) {
    patterns = globs.stream().map(Exclusions::pattern).toList();
  }

  /** Whether a path below the directory is left alone. */
  boolean cover(String path) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(path).matches());
  }

  private static Pattern pattern(String glob) {
    String body = glob.startsWith("/") ? glob.substring(1) : glob;
    String before = glob.contains("/") ? "" : "(.*/)?";
    return Pattern.compile(before + regex(body) + "(/.*)?", Pattern.DOTALL);
  }

  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder();
    for (int at = 0; at < glob.length(); at++) {
      char c = glob.charAt(at);
      int end = c == '[' ? glob.indexOf(']', at + 2) : -1;
      if (glob.startsWith("**", at)) {
        regex.append(".*");
        at++;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else if (end > 0) {
        boolean not = glob.charAt(at + 1) == '!';
        String set = glob.substring(at + (not ? 2 : 1), end).replaceAll("[\\[\\]\\\\&^]", "\\\\$0");
        regex.append(not ? "[^/" : "[").append(set).append(']');
        at = end;
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.toString();
  }
}
