package dev.holdfast.schemas.command;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Something that a person asks to be run on a server, as the command policy looks at it. */
public sealed interface Invocation {

  /**
   * A program and its arguments; whoever runs them quotes every one, so that no shell reads them.
   *
   * @param argv not empty, no element with NUL
   */
  record Words(List<String> argv) implements Invocation {
    /** What a word does not hold that every shell takes as it is. */
    private static final Pattern SPECIAL =
        Pattern.compile("[\\p{Cntrl}\\s;&|<>()$`\\\\\"'*?\\[\\]{}#~!^]|^[A-Za-z_]\\w*=");

    public Words {
      argv = List.copyOf(argv);
      if (argv.isEmpty() || argv.getFirst().isEmpty()) {
        throw new IllegalArgumentException("command: is empty; name a program");
      }
      argv.forEach(Invocation::refuseNul);
    }

    /** The words with blanks between; what a shell would interpret stands in quotes. */
    @Override
    public String text() {
      return argv.stream()
          .map(word -> isPlain(word) ? word : "'" + word.replace("'", "'\\''") + "'")
          .collect(Collectors.joining(" "));
    }
  }

  /**
   * Text for an interpreter.
   *
   * @param interpreter such as {@code sh} or {@code python3}
   */
  record Script(String interpreter, String text) implements Invocation {
    public Script {
      refuseNul(interpreter);
      refuseNul(text);
      if (interpreter.isBlank() || text.isBlank()) {
        throw new IllegalArgumentException("command: is empty; name an interpreter and a script");
      }
    }

    /** The SHA-256 of the text in UTF-8, in hexadecimal. */
    public String sha256() {
      try {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** As a person reads it. */
  String text();

  /**
   * What was typed after {@code --}: several words are a program and its arguments, one word is a
   * line for the shell.
   */
  static Invocation of(List<String> typed) {
    return typed.size() == 1 ? line(typed.getFirst()) : new Words(typed);
  }

  /** A line for the shell: words, or a script of {@code sh} if the shell would interpret it. */
  static Invocation line(String line) {
    List<String> words = List.of(line.strip().split("[ \t]+"));
    return words.stream().allMatch(Invocation::isPlain) ? new Words(words) : new Script("sh", line);
  }

  /** Whether a shell takes the word as it is. */
  static boolean isPlain(String word) {
    return !word.isEmpty() && !Words.SPECIAL.matcher(word).find();
  }

  private static void refuseNul(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("command: holds the character NUL, which none can");
    }
  }
}
