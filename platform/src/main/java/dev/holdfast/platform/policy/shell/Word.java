package dev.holdfast.platform.policy.shell;

import java.util.Optional;

/**
 * A word of a simple command after the shell has expanded it, as far as that is known beforehand.
 *
 * @param start its text up to the first part that only the shell knows
 * @param end its text after the last such part; empty if there is none
 * @param known whether all of it is known, so that {@code start} is the word
 * @param splits whether the shell may make several words of it, or none
 * @param alike whether each of these begins with {@code start}, as the files of a pattern do
 */
public record Word(String start, String end, boolean known, boolean splits, boolean alike) {

  /** A word that is known. */
  public static Word of(String text) {
    return new Word(text, "", true, false, true);
  }

  /** One word of which nothing is known. */
  public static Word unknown() {
    return new Word("", "", false, false, true);
  }

  /** One word of which only the start is known. */
  public static Word startingWith(String start) {
    return new Word(start, "", false, false, true);
  }

  /** Any number of words of which nothing is known. */
  public static Word unknownWords() {
    return new Word("", "", false, true, false);
  }

  /** Whether it is known and this. */
  public boolean is(String text) {
    return known && start.equals(text);
  }

  /** Whether it may be an option: not if it is known to begin with something else. */
  public boolean mayBeOption() {
    return start.isEmpty() ? !known : start.startsWith("-") || !alike;
  }

  /** What follows its last slash, where that is known. */
  public Optional<String> baseName() {
    if (known) {
      return Optional.of(afterSlash(start));
    }
    return splits || end.indexOf('/') < 0 ? Optional.empty() : Optional.of(afterSlash(end));
  }

  /** For people: what is unknown is an ellipsis. */
  public String text() {
    return known ? start : start + "…" + end;
  }

  private static String afterSlash(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
