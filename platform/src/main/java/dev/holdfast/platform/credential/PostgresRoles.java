package dev.holdfast.platform.credential;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Makes and drops roles in somebody's PostgreSQL (14 and later). Making and dropping one role
 * exclude each other there, so that one which is dropped is not made again by a worker that was
 * held up. Thread-safe.
 */
public final class PostgresRoles {
  /** How long a session of a role may take to end, in milliseconds. */
  private static final int ENDING_MILLIS = 5000;

  /** Where databases may be. */
  private final AllowedDatabases allowed;

  /** The setting of where they may be; null for anywhere. */
  @FunctionalInterface
  private interface AllowedDatabases {
    @Nullable Integer get();
  }

  /** Wherever the database is: what was made is revoked for certain, whatever the rule says now. */
  public PostgresRoles() {
    this.allowed = () -> null;
  }

  /**
   * Only where the rule lets the platform connect.
   *
   * @param setting the value of {@code lease.private-addresses} at the moment
   */
  public PostgresRoles(IntSupplier setting) {
    this.allowed = setting::getAsInt;
  }

  /**
   * Checks that a login may make roles, and members of these.
   *
   * @throws CredentialException if it may not, or cannot be asked
   */
  public void check(PostgresAddress admin, List<String> grants) throws CredentialException {
    try (Connection connection = admin.connect(allowed.get())) {
      if (!holds(
          connection,
          "select rolsuper or rolcreaterole from pg_roles where rolname = current_user")) {
        throw CredentialException.refused(
            "%s may make no roles at %s; give it CREATEROLE"
                .formatted(admin.user(), admin.place()));
      }
      for (String grant : grants) {
        if (!holds(connection, "select true from pg_roles where rolname = ?", grant)) {
          throw CredentialException.refused(
              "there is no role %s at %s".formatted(grant, admin.place()));
        }
      }
    } catch (SQLException e) {
      throw CredentialException.of(admin, e);
    }
  }

  /**
   * Makes a role that can log in, unless there is one of the name.
   *
   * @param wanted is asked once, before anything is made, while nobody drops it
   * @return whether it is there; false if it is not wanted
   * @throws CredentialException if the database refuses it, or cannot be reached
   */
  public boolean make(PostgresAddress admin, NewRole role, BooleanSupplier wanted)
      throws CredentialException {
    try (Connection connection = admin.connect(allowed.get())) {
      connection.setAutoCommit(false);
      alone(connection, role.name());
      if (!wanted.getAsBoolean()) {
        return false;
      }
      if (!isThere(connection, role.name())) {
        make(connection, role);
      }
      connection.commit();
      return true;
    } catch (SQLException e) {
      throw CredentialException.of(admin, e);
    }
  }

  /**
   * A role to be made.
   *
   * @param validUntil after which nobody logs in as it
   * @param comment what is said of it in the database
   */
  public record NewRole(
      String name, String password, Instant validUntil, List<String> grants, String comment) {
    /** Says nothing of the password. */
    @Override
    public String toString() {
      return "NewRole[" + name + "]";
    }
  }

  private static void make(Connection connection, NewRole role) throws SQLException {
    String name = quoted(role.name());
    try (Statement statement = connection.createStatement()) {
      statement.execute("create role %s login valid until '%s'".formatted(name, role.validUntil()));
      statement.execute(
          "comment on role %s is '%s'".formatted(name, role.comment().replace("'", "''")));
      // To end its sessions and to take over what it leaves, whoever made it has to be a member.
      if (!holds(connection, "select rolsuper from pg_roles where rolname = current_user")) {
        statement.execute("grant %s to current_user".formatted(name));
      }
      for (String grant : role.grants()) {
        statement.execute("grant %s to %s".formatted(quoted(grant), name));
      }
    }
    // Hashed here: the password itself reaches neither the server nor its log.
    connection
        .unwrap(PGConnection.class)
        .alterUserPassword(role.name(), role.password().toCharArray(), "scram-sha-256");
  }

  /**
   * Ends the sessions of a role and drops it; what it owns in the database becomes the
   * administrator's. One that is not there is dropped.
   *
   * @throws CredentialException if it is not certain that it is gone
   */
  public void drop(PostgresAddress admin, String role) throws CredentialException {
    try (Connection connection = admin.connect(allowed.get())) {
      connection.setAutoCommit(false);
      // First of all, and for good even if the rest fails: nobody logs in as it.
      alone(connection, role);
      if (!isThere(connection, role)) {
        connection.commit();
        return;
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute("alter role %s nologin".formatted(quoted(role)));
      }
      connection.commit();
      endSessions(connection, role);
      alone(connection, role);
      try (Statement statement = connection.createStatement()) {
        statement.execute("reassign owned by %s to current_user".formatted(quoted(role)));
        statement.execute("drop owned by %s".formatted(quoted(role)));
        statement.execute("drop role %s".formatted(quoted(role)));
      }
      connection.commit();
    } catch (SQLException e) {
      throw CredentialException.of(admin, e);
    }
  }

  private static void endSessions(Connection connection, String role) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select pg_terminate_backend(pid, ?) from pg_stat_activity where usename = ?")) {
      statement.setLong(1, ENDING_MILLIS);
      statement.setString(2, role);
      statement.execute();
    }
    connection.commit();
  }

  /**
   * Waits until nobody else makes or drops the role, until the end of the transaction. One whose
   * client is held up is given up by the server.
   */
  private static void alone(Connection connection, String role) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set local lock_timeout = '15s'");
      statement.execute("set local idle_in_transaction_session_timeout = '30s'");
    }
    holds(connection, "select true from pg_advisory_xact_lock(hashtextextended(?, 0))", role);
  }

  private static boolean isThere(Connection connection, String role) throws SQLException {
    return holds(connection, "select true from pg_roles where rolname = ?", role);
  }

  private static boolean holds(Connection connection, String query, String... arguments)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setString(i + 1, arguments[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() && rows.getBoolean(1);
      }
    }
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
