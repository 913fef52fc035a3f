package dev.holdfast.api;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/**
 * What the role that the platform works by may do with tables that another role owns: everything
 * with rows, and nothing with the tables themselves. Of the audit it may insert and read; besides
 * it may write what the guards of these tables let pass, which it can neither change nor switch
 * off: the end of a command that was begun, once, and the removal of what is older than a year.
 */
final class Privileges {
  private static final List<String> STATEMENTS =
      List.of(
          // Several processes of the API may start at once.
          "select pg_advisory_xact_lock(7526676895)",
          "grant usage on schema public to %s",
          "grant select, insert, update, delete on all tables in schema public to %s",
          "grant usage, select, update on all sequences in schema public to %s",
          "revoke insert, update, delete on flyway_schema_history from %s",
          "revoke update, delete on command_audit, audit_chain, audit_checkpoints, audit_keys from %s",
          """
          grant update (outcome, exit_code, duration_ms, bytes_out, bytes_err, command,
            command_sealed, error, error_sealed) on command_audit to %s
          """,
          "grant update (cut_signature) on audit_checkpoints to %s",
          // Another key of the platform's encrypts it from time to time.
          "grant update (private_sealed) on audit_keys to %s",
          "grant delete on command_audit, audit_chain to %s");

  private Privileges() {}

  /**
   * Grants them, all or none.
   *
   * @param owner connections of the owner
   */
  static void grant(DataSource owner, String role) {
    try (Connection connection = owner.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String one : STATEMENTS) {
        statement.execute(one.formatted('"' + role.replace("\"", "\"\"") + '"'));
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("the privileges of " + role + " cannot be granted", e);
    }
  }
}
