package dev.holdfast.platform.atrest;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * Whose content a data key encrypts.
 *
 * @param id of the operation, file, profile or secret, or the month
 */
public record KeyOwner(Kind kind, String id) {

  /** What owns a data key; each kind has its column in {@code data_keys}. */
  public enum Kind {
    OPERATION("operation", "text"),
    FILE("file", "bigint"),
    AUDIT("audit_month", "text"),
    PROFILE("profile", "bigint"),
    SECRET("named_secret", "bigint");

    private final String column;
    private final String type;

    Kind(String column, String type) {
      this.column = column;
      this.type = type;
    }

    String column() {
      return column;
    }

    String type() {
      return type;
    }
  }

  public static KeyOwner operation(String id) {
    return new KeyOwner(Kind.OPERATION, id);
  }

  public static KeyOwner file(long id) {
    return new KeyOwner(Kind.FILE, Long.toString(id));
  }

  public static KeyOwner profile(long id) {
    return new KeyOwner(Kind.PROFILE, Long.toString(id));
  }

  public static KeyOwner secret(long id) {
    return new KeyOwner(Kind.SECRET, Long.toString(id));
  }

  /** The records of the audit that were begun in the same month, in UTC. */
  public static KeyOwner audit(Instant begun) {
    return new KeyOwner(Kind.AUDIT, YearMonth.from(begun.atOffset(ZoneOffset.UTC)).toString());
  }
}
