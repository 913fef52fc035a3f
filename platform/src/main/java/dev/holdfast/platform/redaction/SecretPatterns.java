package dev.holdfast.platform.redaction;

import com.google.re2j.Pattern;
import java.util.List;

/** What secrets look like, in bytes read as ISO 8859-1. */
final class SecretPatterns {
  private static final String KEY =
      "(?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential)";

  /** A name with such a word in it: {@code DB_PASSWORD}, {@code secretKey}, {@code token_ci}. */
  private static final String NAME =
      "(?i:[a-z0-9_.-]*" + KEY + "(?:s|[_-]?(?:key|value|hash|data)|[_-][a-z0-9_-]+)?)";

  private static final String VALUE = "[^\\s\"'&;,|)}]+";

  /** Within single quotes of a shell, in which a quote itself is written '\''. */
  private static final String QUOTED = "(?:[^'\\r\\n]|'\\\\'')+";

  private static final List<String> WORDS =
      List.of("passw", "passphrase", "secret", "token", "key", "credential");

  /**
   * One look of a secret.
   *
   * @param pattern its group 1 is the secret; reaches not beyond a line
   * @param hints in lower case; in a line without any of them there is no need to look
   */
  record Look(Pattern pattern, List<String> hints) {
    private static Look named(String pattern) {
      return new Look(Pattern.compile(pattern), WORDS);
    }

    private static Look of(String pattern, String... hints) {
      return new Look(Pattern.compile(pattern), List.of(hints));
    }
  }

  static final List<Look> ALL =
      List.of(
          // password='a b', "token": "a b", '--password=a b', DB_PASSWORD=ab, secret: ab
          Look.named(NAME + "[\"']?[ \\t]*[=:][ \\t]*'(" + QUOTED + ")'"),
          Look.named(NAME + "[\"']?[ \\t]*[=:][ \\t]*\"([^\"\\r\\n]+)\""),
          Look.named("'[^'\\r\\n]*?" + NAME + "=(" + QUOTED + ")'"),
          Look.named(NAME + "[\"']?[ \\t]*=[ \\t]*(" + VALUE + ")"),
          // Not "passwd:", which stands in nsswitch.conf.
          Look.named(NAME.replace("passwd|", "") + "[\"']?[ \\t]*:[ \\t]*(" + VALUE + ")"),
          // '--token' 'a b', --password ab
          Look.named("--" + NAME + "'?[ \\t]+'(" + QUOTED + ")'"),
          Look.named("--" + NAME + "'?[ \\t]+(" + VALUE + ")"),
          Look.of(
              "(?i:authorization)[\"']?[ \\t]*[:=][ \\t]*[\"']?(?:(?i:bearer|basic|digest|token|negotiate)[ \\t]+)?([^\\s\"']+)",
              "authorization"),
          Look.of("(?i:cookie)[\"']?[ \\t]*:[ \\t]*([^\\s\"']+)", "cookie"),
          // https://user:password@host
          Look.of("[A-Za-z][A-Za-z0-9+.-]*://[^\\s/:@]*:([^\\s/@]+)@", "://"),
          Look.of("\\b((?:AKIA|ASIA)[A-Z0-9]{16})\\b", "akia", "asia"),
          Look.of(
              "\\b(gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})",
              "ghp_",
              "gho_",
              "ghu_",
              "ghs_",
              "ghr_",
              "github_pat_"),
          Look.of("\\b(xox[abprs]-[A-Za-z0-9-]{10,})", "xox"),
          Look.of("\\b(AIza[A-Za-z0-9_-]{35})", "aiza"),
          Look.of("\\b([sr]k_live_[A-Za-z0-9]{10,})", "k_live_"),
          Look.of("\\b(eyJ[A-Za-z0-9_-]{5,}\\.eyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]*)", "eyj"),
          // Hashes of passwords, as in /etc/shadow.
          Look.of(
              "(\\$(?:1|2[abxy]?|5|6|7|y|gy)\\$[A-Za-z0-9./,=$]{8,})",
              "$1$",
              "$2",
              "$5$",
              "$6$",
              "$7$",
              "$y$",
              "$gy$"));

  private SecretPatterns() {}
}
