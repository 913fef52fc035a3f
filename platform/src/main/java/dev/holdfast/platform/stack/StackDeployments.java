package dev.holdfast.platform.stack;

import dev.holdfast.platform.operation.Operations;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The deployments of stacks, with the operations that they are. Thread-safe. */
public final class StackDeployments {
  private static final int MOST = 1000;

  private final Jdbi jdbi;

  public StackDeployments(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * Records an operation in the transaction that inserts it.
   *
   * @param documents the digest of what it deploys, by stack; an empty one for what cannot be had
   * @param removal whether it removes them
   */
  public static Operations.Companion recording(
      String organisation, String operation, Map<String, String> documents, boolean removal) {
    return (handle, _) ->
        documents.forEach(
            (stack, document) -> record(handle, organisation, stack, operation, removal, document));
  }

  private static void record(
      Handle handle,
      String organisation,
      String stack,
      String operation,
      boolean removal,
      String document) {
    // Two that start at once come one after the other.
    handle.execute(
        "select pg_advisory_xact_lock(hashtext('stack ' || ? || ' ' || ?))", organisation, stack);
    handle
        .createUpdate(
            """
            insert into stack_deployments (organisation_id, stack, version, operation, removal, document)
            values (:organisation, :stack, (
                select coalesce(max(version), 0) + 1 from stack_deployments
                where organisation_id = :organisation and stack = :stack),
              :operation, :removal, nullif(:document, ''))
            """)
        .bind("organisation", organisation)
        .bind("stack", stack)
        .bind("operation", operation)
        .bind("removal", removal)
        .bind("document", document)
        .execute();
  }

  /** The newest of each stack of an organisation, by name. */
  public List<StackDeployment> newest(String organisation) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select distinct on (d.stack) d.*, o.state, o.initiator, o.selector, o.created_at, o.ended_at,
                  exists (select from operation_servers s where s.operation = o.id and s.state = 'succeeded') as changed
                from stack_deployments d join operations o on o.id = d.operation
                where d.organisation_id = :organisation order by d.stack, d.version desc
                """)
            .bind("organisation", organisation)
            .map((rs, context) -> read(rs))
            .list());
  }

  /** All of a stack, the newest first. */
  public List<StackDeployment> of(String organisation, String stack) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select d.*, o.state, o.initiator, o.selector, o.created_at, o.ended_at,
                  exists (select from operation_servers s where s.operation = o.id and s.state = 'succeeded') as changed
                from stack_deployments d join operations o on o.id = d.operation
                where d.organisation_id = :organisation and d.stack = :stack
                order by d.version desc limit :most
                """)
            .bind("organisation", organisation)
            .bind("stack", stack)
            .bind("most", MOST)
            .map((rs, context) -> read(rs))
            .list());
  }

  /**
   * What one goes back to: the last that succeeded before the newest, with another document.
   *
   * @param newestFirst of one stack
   */
  public static Optional<StackDeployment> before(List<StackDeployment> newestFirst) {
    return newestFirst.stream()
        .skip(1)
        .filter(one -> one.deployed())
        .filter(one ->
            one.document() == null || !one.document().equals(newestFirst.getFirst().document()))
        .findFirst();
  }

  private static StackDeployment read(ResultSet rs) throws SQLException {
    OffsetDateTime ended = rs.getObject("ended_at", OffsetDateTime.class);
    return new StackDeployment(
        rs.getString("stack"),
        rs.getInt("version"),
        rs.getString("operation"),
        rs.getBoolean("removal"),
        rs.getString("document"),
        rs.getString("state"),
        rs.getBoolean("changed"),
        rs.getString("initiator"),
        rs.getString("selector"),
        rs.getObject("created_at", OffsetDateTime.class).toInstant(),
        ended == null ? null : ended.toInstant());
  }
}
