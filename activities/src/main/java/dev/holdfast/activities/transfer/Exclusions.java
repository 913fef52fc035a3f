package dev.holdfast.activities.transfer;

import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.patterns.ExcludePattern;
import dev.holdfast.patterns.UnusableExclude;
import dev.holdfast.schemas.failure.FailureType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a sync leaves alone on both sides, as rsync does. */
final class Exclusions {
  /** Temporary files of transfers, also of other operations. */
  private static final Pattern OURS =
      Pattern.compile("(.*/)?\\.([^/]*\\.)?holdfast-[0-9a-f-]{36}", Pattern.DOTALL);

  private static final String OURS_FOUND = "\\./(.*/)?\\.([^/]*\\.)?holdfast-[0-9a-f-]{36}";

  private final List<ExcludePattern> patterns;

  /**
   * Reads the patterns.
   *
   * @throws SshException of type REFUSED for one that can never match: what it was to spare would
   *     be lost
   */
  Exclusions(List<String> patterns) {
    try {
      this.patterns = patterns.stream().map(ExcludePattern::new).toList();
    } catch (UnusableExclude e) {
      throw new SshException(FailureType.REFUSED, "exclude: " + e.getMessage(), e);
    }
  }

  /** Whether this very entry is left alone, and so all that is below it. */
  boolean match(TreeEntry entry) {
    return OURS.matcher(entry.path()).matches()
        || patterns.stream()
            .anyMatch(pattern -> pattern.matches(entry.path(), entry.isDirectory()));
  }

  /**
   * Whether an entry is left alone, itself or because of what it is in; notes it if so.
   *
   * @param covered those before it, which hold what it is in
   */
  boolean cover(TreeEntry entry, Set<String> covered) {
    if (covered.contains(entry.parent()) || match(entry)) {
      covered.add(entry.path());
      return true;
    }
    return false;
  }

  /**
   * For the program on the server, which does not even look into what is left alone: a word for
   * each pattern, its kind and a POSIX extended regular expression in base64.
   */
  String words() {
    List<String> words = new ArrayList<>();
    words.add(word(false, OURS_FOUND));
    patterns.forEach(pattern -> words.add(word(pattern.regexOfDirectories(), pattern.regex())));
    return String.join(" ", words);
  }

  private static String word(boolean directories, String regex) {
    return (directories ? "d:" : "a:")
        + Base64.getEncoder().encodeToString(regex.getBytes(StandardCharsets.ISO_8859_1));
  }
}
