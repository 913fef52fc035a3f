package dev.holdfast.platform.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.holdfast.platform.policy.CommandReading.Seen;
import dev.holdfast.schemas.command.CommandMatcher;
import dev.holdfast.schemas.command.Invocation;
import java.util.List;

/** A matcher made ready; its time is linear in the command, whatever the pattern. */
sealed interface Matching {

  /** Whether it names the command as it stands, with nothing in it that a shell would interpret. */
  boolean allows(Invocation invocation, boolean shell);

  /** Whether it names a command that is seen, whatever path leads to its program. */
  default Answer names(Seen seen) {
    return Answer.NO;
  }

  /** Whether it names a text for an interpreter as a whole. */
  default boolean names(Invocation.Script script) {
    return false;
  }

  /** Whether it names whatever there may be that is not seen. */
  default boolean namesAnything() {
    return false;
  }

  /** Whether it may name a command that is not seen. */
  default boolean mayNameUnseen() {
    return true;
  }

  /**
   * Whether it names one command, or commands of one program, so closely that it may speak for what
   * cannot be read.
   */
  boolean isExplicit();

  /** Whether a rule names a command of which not every word is known. */
  enum Answer {
    YES,
    NO,
    MAYBE
  }

  /**
   * Makes a matcher ready.
   *
   * @throws IllegalArgumentException if it holds no regular expression of RE2
   */
  static Matching of(CommandMatcher matcher) {
    return switch (matcher) {
      case CommandMatcher.Everything _ -> new Everything();
      case CommandMatcher.Prefix(List<String> words) -> new Prefix(words);
      case CommandMatcher.Glob(String pattern) -> new Glob(pattern, words(pattern));
      case CommandMatcher.Regex(String pattern) -> new Regex(pattern, compiled(pattern));
      case CommandMatcher.Scripts scripts -> new Scripts(scripts);
    };
  }

  /** Everything. */
  record Everything() implements Matching {
    @Override
    public boolean allows(Invocation invocation, boolean shell) {
      return true;
    }

    @Override
    public Answer names(Seen seen) {
      return Answer.YES;
    }

    @Override
    public boolean names(Invocation.Script script) {
      return true;
    }

    @Override
    public boolean namesAnything() {
      return true;
    }

    @Override
    public boolean isExplicit() {
      return false;
    }
  }

  /** The first words, exactly. */
  record Prefix(List<String> words) implements Matching {
    @Override
    public boolean allows(Invocation invocation, boolean shell) {
      return invocation instanceof Invocation.Words(List<String> argv)
          && argv.size() >= words.size()
          && argv.subList(0, words.size()).equals(words)
          && (shell || plain(argv.subList(words.size(), argv.size())));
    }

    @Override
    public Answer names(Seen seen) {
      return WordPatterns.match(words.stream().map(WordPatterns::literal).toList(), true, seen);
    }

    @Override
    public boolean isExplicit() {
      return true;
    }
  }

  /** Word by word. */
  record Glob(String pattern, List<String> words) implements Matching {
    @Override
    public boolean allows(Invocation invocation, boolean shell) {
      return switch (invocation) {
        case Invocation.Words(List<String> argv) -> matches(argv) && (shell || pinned(argv));
        case Invocation.Script(_, String text) -> shell && Wildcards.match(pattern, text.strip());
      };
    }

    @Override
    public Answer names(Seen seen) {
      List<WordPatterns.Wanted> wanted = words.stream().map(WordPatterns::wildcards).toList();
      return open()
          ? WordPatterns.match(wanted, true, seen)
          : WordPatterns.match(wanted, false, seen);
    }

    @Override
    public boolean names(Invocation.Script script) {
      return Wildcards.match(pattern, script.text().strip());
    }

    @Override
    public boolean isExplicit() {
      return words.getFirst().indexOf('*') < 0 && words.getFirst().indexOf('?') < 0;
    }

    private boolean open() {
      return words.size() > 1 && words.getLast().equals("*");
    }

    private boolean matches(List<String> argv) {
      if (open() ? argv.size() < words.size() : argv.size() != words.size()) {
        return false;
      }
      for (int i = 0; i < words.size(); i++) {
        if (!Wildcards.match(words.get(i), argv.get(i))) {
          return false;
        }
      }
      return true;
    }

    /** What the rule does not write out itself must be plain. */
    private boolean pinned(List<String> argv) {
      for (int i = 0; i < argv.size(); i++) {
        boolean written = i < words.size() && words.get(i).equals(argv.get(i));
        if (!written && !Invocation.isPlain(argv.get(i))) {
          return false;
        }
      }
      return true;
    }
  }

  /** The whole line. */
  record Regex(String text, Pattern pattern) implements Matching {
    @Override
    public boolean allows(Invocation invocation, boolean shell) {
      return switch (invocation) {
        case Invocation.Words(List<String> argv) ->
            (shell || plain(argv)) && pattern.matches(invocation.text());
        case Invocation.Script(_, String script) -> shell && pattern.matches(script.strip());
      };
    }

    @Override
    public Answer names(Seen seen) {
      return LinePattern.match(text, pattern, seen);
    }

    @Override
    public boolean names(Invocation.Script script) {
      return pattern.matches(script.text().strip());
    }

    @Override
    public boolean isExplicit() {
      return !LinePattern.literalStart(text).isEmpty();
    }
  }

  /** Scripts. */
  record Scripts(CommandMatcher.Scripts wanted) implements Matching {
    @Override
    public boolean allows(Invocation invocation, boolean shell) {
      return invocation instanceof Invocation.Script script && names(script);
    }

    @Override
    public boolean names(Invocation.Script script) {
      return (wanted.interpreter() == null || wanted.interpreter().equals(script.interpreter()))
          && (wanted.sha256() == null || wanted.sha256().equals(script.sha256()));
    }

    /** Any other character makes another script: nothing is gained by guessing. */
    @Override
    public boolean mayNameUnseen() {
      return wanted.sha256() == null;
    }

    @Override
    public boolean isExplicit() {
      return wanted.sha256() != null;
    }
  }

  private static boolean plain(List<String> words) {
    return words.stream().allMatch(Invocation::isPlain);
  }

  private static List<String> words(String pattern) {
    return List.of(pattern.split("\\s+"));
  }

  private static Pattern compiled(String pattern) {
    try {
      return Pattern.compile(pattern, Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "pattern: '%s' is not a regular expression of RE2: %s"
              .formatted(pattern, e.getDescription()),
          e);
    }
  }
}
