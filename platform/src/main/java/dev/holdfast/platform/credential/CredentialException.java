package dev.holdfast.platform.credential;

import java.sql.SQLException;

/** A credential could not be made, checked or revoked. */
public final class CredentialException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean passing;

  private CredentialException(String message, boolean passing) {
    super(message);
    this.passing = passing;
  }

  /** Without the cause: what a server says may repeat more than one may show. */
  static CredentialException of(PostgresAddress at, SQLException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof RefusedAddress refused) {
        return refused("the database at %s %s".formatted(at.place(), refused.getMessage()));
      }
    }
    String state = String.valueOf(e.getSQLState());
    if (state.startsWith("28")) {
      return new CredentialException(
          "the database at %s refuses the login of %s; correct the secret with its address"
              .formatted(at.place(), at.user()),
          false);
    }
    // Classes of the SQL standard and of PostgreSQL: connection, resources, operator, lock,
    // timeout.
    boolean passing =
        state.startsWith("08")
            || state.startsWith("53")
            || state.startsWith("57")
            || state.equals("55P03")
            || state.equals("25P03")
            || state.startsWith("40")
            || state.startsWith("58");
    return new CredentialException(
        state.startsWith("08")
            ? "the database at %s cannot be reached".formatted(at.place())
            : "the database at %s: %s".formatted(at.place(), firstLine(e)),
        passing);
  }

  static CredentialException refused(String message) {
    return new CredentialException(message, false);
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("error " + e.getSQLState());
  }

  /** Whether the same may succeed later. */
  public boolean isPassing() {
    return passing;
  }
}
