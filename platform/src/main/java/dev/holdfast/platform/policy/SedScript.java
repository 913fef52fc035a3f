package dev.holdfast.platform.policy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The scripts of {@code sed} that certainly run nothing: substitutions, deletions and the like. */
final class SedScript {
  private static final int LONGEST = 1000;
  private static final String ADDRESS =
      "(?:[0-9]+(?:~[0-9]+)?|\\+[0-9]+|\\$|/(?:\\\\.|[^/\\\\\\n\\[])*+/I?)";
  private static final Pattern COMMAND =
      Pattern.compile(
          "\\s*(?:"
              + ADDRESS
              + "(?:,"
              + ADDRESS
              + ")?\\s*!?\\s*)?(?:[dDpPnNhHgGxlqQ=]|s([/|,#:@!%_])(?:\\\\.|(?!\\1)[^\\\\\\n])*+\\1"
              + "(?:\\\\.|(?!\\1)[^\\\\\\n])*+\\1[gpIiMm0-9]*+)\\s*(?:[;\\n]\\s*|$)");

  private SedScript() {}

  static boolean isHarmless(String script) {
    if (script.length() > LONGEST) {
      return false;
    }
    Matcher command = COMMAND.matcher(script);
    int at = 0;
    while (at < script.length()) {
      command.region(at, script.length());
      if (!command.lookingAt() || delimiterInBrackets(command)) {
        return false;
      }
      at = command.end();
    }
    return true;
  }

  /** Where implementations differ in what the delimiter means. */
  private static boolean delimiterInBrackets(Matcher command) {
    String delimiter = command.group(1);
    return delimiter != null
        && Pattern.compile("\\[[^]]*" + Pattern.quote(delimiter)).matcher(command.group()).find();
  }
}
