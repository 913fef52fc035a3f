package dev.holdfast.cli.ssh;

import dev.holdfast.cli.Failure;

/** A directory of a server, as a person writes it. */
final class TypedDirectory {
  private TypedDirectory() {}

  /** Whether a word can only be meant as a directory of the server. */
  static boolean looksLikeOne(String word) {
    return word.startsWith("/") || word.equals("~") || word.startsWith("~/");
  }

  /**
   * The directory as sshfs wants it: absolute, or from the login user's home.
   *
   * @throws Failure if it cannot be a directory
   */
  static String of(String typed) {
    if (typed.chars().anyMatch(Character::isISOControl)) {
      throw Failure.usage("a directory's name holds no line breaks", "name another directory");
    }
    if (typed.equals("~")) {
      return "";
    }
    return typed.startsWith("~/") ? typed.substring(2) : typed;
  }
}
