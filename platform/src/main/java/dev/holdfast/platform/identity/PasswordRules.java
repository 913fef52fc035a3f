package dev.holdfast.platform.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a password has to be like. */
public final class PasswordRules {
  private static final int SHORTEST = 12;
  private static final int LONGEST = 128;
  private static final int REPEATED = 4;
  private static final int RUN = 4;

  private static final List<String> ROWS =
      List.of(
          "abcdefghijklmnopqrstuvwxyz",
          "0123456789",
          "qwertyuiop",
          "asdfghjkl",
          "zxcvbnm",
          "qwertzuiop",
          "yxcvbnm",
          "azertyuiop");

  private static final Set<String> WORDS =
      Set.of(
          "password",
          "passwort",
          "passphrase",
          "letmein",
          "welcome",
          "iloveyou",
          "monkey",
          "dragon",
          "sunshine",
          "princess",
          "football",
          "baseball",
          "master",
          "shadow",
          "trustno",
          "changeme",
          "secret",
          "default",
          "admin",
          "administrator",
          "login",
          "holdfast");

  private PasswordRules() {}

  /**
   * Everything that is wrong with a password; empty if nothing is.
   *
   * @param user whose it is to be
   */
  public static List<String> faults(String password, String user) {
    List<String> faults = new ArrayList<>();
    int length = password.codePointCount(0, password.length());
    if (length < SHORTEST) {
      faults.add("has fewer than " + SHORTEST + " characters");
    }
    if (length > LONGEST) {
      faults.add("has more than " + LONGEST + " characters");
    }
    missing(password, faults);
    if (password.codePoints().anyMatch(Character::isISOControl)) {
      faults.add("has a control character");
    }
    String lower = password.toLowerCase(Locale.ROOT);
    String plain = plain(lower);
    if (repeats(password)) {
      faults.add("repeats a character " + REPEATED + " times");
    }
    if (ROWS.stream().anyMatch(row -> follows(lower, row))) {
      faults.add("has a run of " + RUN + " characters, such as abcd, 4321 or qwer");
    }
    WORDS.stream()
        .filter(word -> lower.contains(word) || plain.contains(word))
        .sorted()
        .findFirst()
        .ifPresent(word -> faults.add("contains a common word (" + word + ")"));
    String name = user.toLowerCase(Locale.ROOT);
    if (name.length() >= 3 && (lower.contains(name) || plain.contains(name))) {
      faults.add("contains the user's name");
    }
    return faults;
  }

  private static void missing(String password, List<String> faults) {
    if (password.codePoints().noneMatch(Character::isLowerCase)) {
      faults.add("has no lower-case letter");
    }
    if (password.codePoints().noneMatch(Character::isUpperCase)) {
      faults.add("has no upper-case letter");
    }
    if (password.codePoints().noneMatch(Character::isDigit)) {
      faults.add("has no digit");
    }
    if (password.codePoints().allMatch(Character::isLetterOrDigit)) {
      faults.add("has nothing but letters and digits");
    }
  }

  private static boolean repeats(String password) {
    int[] points = password.codePoints().toArray();
    int same = 0;
    for (int i = 0; i < points.length; i++) {
      same = i > 0 && points[i] == points[i - 1] ? same + 1 : 1;
      if (same >= REPEATED) {
        return true;
      }
    }
    return false;
  }

  private static boolean follows(String lower, String row) {
    String back = new StringBuilder(row).reverse().toString();
    for (int i = 0; i + RUN <= lower.length(); i++) {
      String part = lower.substring(i, i + RUN);
      if (row.contains(part) || back.contains(part)) {
        return true;
      }
    }
    return false;
  }

  /** Without the usual disguises. */
  private static String plain(String lower) {
    return lower
        .replace('@', 'a')
        .replace('4', 'a')
        .replace('3', 'e')
        .replace('1', 'i')
        .replace('!', 'i')
        .replace('0', 'o')
        .replace('$', 's')
        .replace('5', 's')
        .replace('7', 't');
  }
}
