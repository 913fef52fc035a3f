package dev.holdfast.activities.journal;

import dev.holdfast.activities.digest.Sha256;
import dev.holdfast.schemas.step.Step;
import java.util.regex.Pattern;

/**
 * Where an entry is in the journal of its server: {@code <operation>/<hash>}.
 *
 * @param operation as in the step
 * @param hash of server, step key and generation, 32 hexadecimal digits
 */
public record EntryKey(String operation, String hash) {
  private static final Pattern OPERATION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
  private static final int DIGITS = 32;

  public EntryKey {
    checked(operation);
  }

  /**
   * The operation's id, if it is safe as a directory, in a unit's name and on a command line.
   *
   * @throws IllegalArgumentException if it is not
   */
  static String checked(String operation) {
    if (!OPERATION.matcher(operation).matches()) {
      throw new IllegalArgumentException(
          "operation: '" + operation + "' is not letters, digits, _ and - (at most 64)");
    }
    return operation;
  }

  public static EntryKey of(Step step) {
    String key = step.server() + "\n" + step.key() + "\n" + step.generation();
    return new EntryKey(step.operation(), Sha256.hex(key).substring(0, DIGITS));
  }

  /** Names the entry on its server: {@code <operation>.<hash>}. */
  public String id() {
    return operation + "." + hash;
  }
}
