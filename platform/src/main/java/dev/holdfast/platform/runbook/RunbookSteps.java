package dev.holdfast.platform.runbook;

import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.DataKeys;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.atrest.SealedColumn;
import dev.holdfast.platform.operation.OperationContent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The operations that runbooks have started, step by step. Thread-safe. */
public final class RunbookSteps {
  private static final SealedColumn REASON =
      SealedColumn.ofOperation("runbook_steps", "reason", SealedColumn.Type.TEXT, "key", "attempt");

  private final Jdbi jdbi;
  private final DataKeys keys;

  public RunbookSteps(Jdbi jdbi, AtRest atRest) {
    this.jdbi = jdbi;
    this.keys = atRest.keys();
  }

  /** Records a step; one that is recorded already stays as it is. */
  public void record(String operation, RunbookStepRow step) {
    DataKey key = keys.of(KeyOwner.operation(operation));
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into runbook_steps
                  (operation, key, attempt, type, child, tolerated, skipped, reason_sealed, critical)
                values (:operation, :key, :attempt, :type, :child, :tolerated, :skipped, :reason,
                  :critical)
                on conflict do nothing
                """)
            .bind("operation", operation)
            .bind("key", step.key())
            .bind("attempt", step.attempt())
            .bind("type", step.type())
            .bind("child", step.child())
            .bind("tolerated", step.tolerated())
            .bind("skipped", step.skipped())
            .bind("critical", step.critical())
            .bind("reason", REASON.seal(key, step.reason(), step.key(), step.attempt()))
            .execute());
  }

  /** A step that is recorded. */
  public Optional<RunbookStepRow> find(String operation, String key, int attempt) {
    return all(operation).stream()
        .filter(step -> step.key().equals(key) && step.attempt() == attempt)
        .findFirst();
  }

  /**
   * The steps of a runbook in the order in which they began, without what has planned them before.
   */
  public List<RunbookStepRow> list(String operation) {
    return all(operation).stream().filter(step -> !step.planning()).toList();
  }

  /** The dry run that has planned a runbook before it started; empty if nothing was planned. */
  public Optional<String> planning(String operation) {
    return all(operation).stream()
        .filter(RunbookStepRow::planning)
        .flatMap(step -> Optional.ofNullable(step.child()).stream())
        .findFirst();
  }

  private List<RunbookStepRow> all(String operation) {
    DataKey key = keys.find(KeyOwner.operation(operation)).orElse(null);
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select * from runbook_steps where operation = :id order by number")
            .bind("id", operation)
            .map((rs, context) -> read(rs, key))
            .list());
  }

  /** The runbook's operation that has started this one; empty if a person or a schedule has. */
  public Optional<String> parent(String child) {
    return origin(child).map(Origin::operation);
  }

  /**
   * By what an operation was started.
   *
   * @param operation the runbook's
   * @param key of its step
   */
  public record Origin(String operation, String key) {}

  /** The step that has started this operation; empty if a person or a schedule has. */
  public Optional<Origin> origin(String child) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select operation, key from runbook_steps where child = :child limit 1")
            .bind("child", child)
            .map((rs, context) -> new Origin(rs.getString(1), rs.getString(2)))
            .findOne());
  }

  private static RunbookStepRow read(ResultSet rs, @Nullable DataKey key) throws SQLException {
    String step = rs.getString("key");
    int attempt = rs.getInt("attempt");
    return new RunbookStepRow(
        step,
        attempt,
        rs.getString("type"),
        rs.getString("child"),
        rs.getBoolean("tolerated"),
        rs.getBoolean("skipped"),
        REASON.read(
            key, null, rs.getBytes("reason_sealed"), OperationContent.ERASED, step, attempt),
        rs.getObject("at", OffsetDateTime.class).toInstant(),
        rs.getBoolean("critical"));
  }
}
