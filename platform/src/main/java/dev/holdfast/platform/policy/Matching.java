package dev.holdfast.platform.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.holdfast.schemas.command.CommandMatcher;
import dev.holdfast.schemas.command.Invocation;
import java.util.List;

/** A matcher made ready; its time is linear in the command, whatever the pattern. */
sealed interface Matching {

  /** Whether it names the command as it stands, with nothing in it that a shell would interpret. */
  boolean allows(Invocation invocation, boolean shell);

  /** Whether it names one of the commands that can be seen in it. */
  default boolean denies(Invocation invocation) {
    return Unwrapped.all(invocation).stream().anyMatch(this::sees);
  }

  /** Whether it names this command, deny rules' way: a program also by its path. */
  boolean sees(Invocation invocation);

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
      case CommandMatcher.Regex(String pattern) -> new Regex(compiled(pattern));
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
    public boolean sees(Invocation invocation) {
      return true;
    }
  }

  /** The first words, exactly. */
  record Prefix(List<String> words) implements Matching {
    @Override
    public boolean allows(Invocation invocation, boolean shell) {
      return invocation instanceof Invocation.Words(List<String> argv)
          && starts(argv)
          && (shell || plain(argv.subList(words.size(), argv.size())));
    }

    @Override
    public boolean sees(Invocation invocation) {
      return invocation instanceof Invocation.Words(List<String> argv)
          && (starts(argv) || starts(Unwrapped.withoutPath(argv)));
    }

    private boolean starts(List<String> argv) {
      return argv.size() >= words.size() && argv.subList(0, words.size()).equals(words);
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
    public boolean sees(Invocation invocation) {
      return switch (invocation) {
        case Invocation.Words(List<String> argv) ->
            matches(argv) || matches(Unwrapped.withoutPath(argv));
        case Invocation.Script(_, String text) -> Wildcards.match(pattern, text.strip());
      };
    }

    private boolean matches(List<String> argv) {
      boolean open = words.size() > 1 && words.getLast().equals("*");
      if (open ? argv.size() < words.size() : argv.size() != words.size()) {
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
  record Regex(Pattern pattern) implements Matching {
    @Override
    public boolean allows(Invocation invocation, boolean shell) {
      return switch (invocation) {
        case Invocation.Words(List<String> argv) ->
            (shell || plain(argv)) && pattern.matches(invocation.text());
        case Invocation.Script(_, String text) -> shell && pattern.matches(text.strip());
      };
    }

    @Override
    public boolean sees(Invocation invocation) {
      return switch (invocation) {
        case Invocation.Words(List<String> argv) ->
            pattern.matches(invocation.text())
                || pattern.matches(String.join(" ", argv))
                || pattern.matches(String.join(" ", Unwrapped.withoutPath(argv)));
        case Invocation.Script(_, String text) -> pattern.matches(text.strip());
      };
    }
  }

  /** Scripts. */
  record Scripts(CommandMatcher.Scripts wanted) implements Matching {
    @Override
    public boolean allows(Invocation invocation, boolean shell) {
      return sees(invocation);
    }

    @Override
    public boolean sees(Invocation invocation) {
      return invocation instanceof Invocation.Script script
          && (wanted.interpreter() == null || wanted.interpreter().equals(script.interpreter()))
          && (wanted.sha256() == null || wanted.sha256().equals(script.sha256()));
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
          "pattern: '%s' is no regular expression of RE2: %s"
              .formatted(pattern, e.getDescription()),
          e);
    }
  }
}
