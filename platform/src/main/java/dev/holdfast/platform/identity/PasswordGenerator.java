package dev.holdfast.platform.identity;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Makes passwords that nobody can guess and {@link PasswordRules} accept. Thread-safe. */
public final class PasswordGenerator {
  private static final RandomGenerator RANDOM = new SecureRandom();
  private static final int LENGTH = 16;

  /** Without those that are taken for another when they are read aloud or copied. */
  private static final String CHARACTERS =
      "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789-_.:+=%";

  private PasswordGenerator() {}

  /**
   * A new password of 16 characters.
   *
   * @param user whose it is to be
   */
  public static String next(String user) {
    while (true) {
      String password =
          RANDOM
              .ints(LENGTH, 0, CHARACTERS.length())
              .mapToObj(i -> CHARACTERS.substring(i, i + 1))
              .collect(Collectors.joining());
      if (PasswordRules.faults(password, user).isEmpty()) {
        return password;
      }
    }
  }
}
