package dev.holdfast.schemas.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which commands a rule is about. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = CommandMatcher.Everything.class, name = "everything"),
  @JsonSubTypes.Type(value = CommandMatcher.Prefix.class, name = "prefix"),
  @JsonSubTypes.Type(value = CommandMatcher.Glob.class, name = "glob"),
  @JsonSubTypes.Type(value = CommandMatcher.Regex.class, name = "regex"),
  @JsonSubTypes.Type(value = CommandMatcher.Scripts.class, name = "scripts")
})
public sealed interface CommandMatcher {
  /** The most characters that a pattern may have. */
  int LONGEST = 1000;

  /** As a person reads it. */
  String text();

  /** Every command and every script. */
  record Everything() implements CommandMatcher {
    @Override
    public String text() {
      return "everything";
    }
  }

  /** Commands that begin with exactly these words. */
  record Prefix(List<String> words) implements CommandMatcher {
    public Prefix {
      words = List.copyOf(words);
      if (words.isEmpty() || words.getFirst().isEmpty()) {
        throw new IllegalArgumentException("words: are missing; name at least a program");
      }
      checked("words", String.join(" ", words));
    }

    @Override
    public String text() {
      return new Invocation.Words(words).text() + " ...";
    }
  }

  /**
   * Commands that match word by word: {@code *} stands for any characters of one word and {@code ?}
   * for one; a last word that is only {@code *} stands for one or more words.
   */
  record Glob(String pattern) implements CommandMatcher {
    public Glob {
      pattern = checked("pattern", pattern).strip();
    }

    @Override
    public String text() {
      return pattern;
    }
  }

  /** Commands whose whole line matches a regular expression of RE2. */
  record Regex(String pattern) implements CommandMatcher {
    public Regex {
      checked("pattern", pattern);
    }

    @Override
    public String text() {
      return "/" + pattern + "/";
    }
  }

  /**
   * Scripts.
   *
   * @param interpreter such as {@code python3}; null for any
   * @param sha256 of the text, in lower-case hexadecimal; null for any
   */
  record Scripts(@Nullable String interpreter, @Nullable String sha256) implements CommandMatcher {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public Scripts {
      if (interpreter != null) {
        checked("interpreter", interpreter);
      }
      if (sha256 != null && !SHA256.matcher(sha256).matches()) {
        throw new IllegalArgumentException(
            "sha256: '" + sha256 + "' is not 64 lower-case hexadecimal digits");
      }
    }

    @Override
    public String text() {
      return (interpreter == null ? "scripts" : interpreter + " scripts")
          + (sha256 == null ? "" : " with SHA-256 " + sha256);
    }
  }

  private static String checked(String field, String pattern) {
    if (pattern.isBlank() || pattern.length() > LONGEST || pattern.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          field + ": has 1 to " + LONGEST + " characters, and none of them is NUL");
    }
    return pattern;
  }
}
