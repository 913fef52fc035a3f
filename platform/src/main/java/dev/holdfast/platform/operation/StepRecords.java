package dev.holdfast.platform.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.DataKeys;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.step.Step;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * What was done step by step; a step that has succeeded stays so, however often it is delivered.
 */
public final class StepRecords {
  private final Jdbi jdbi;
  private final DataKeys keys;

  public StepRecords(Jdbi jdbi, AtRest atRest) {
    this.jdbi = jdbi;
    this.keys = atRest.keys();
  }

  /** A step as people see it. */
  public record StepRecord(
      String server,
      String step,
      int generation,
      String summary,
      String state,
      int attempts,
      String worker,
      @Nullable String error,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FailureData failure,
      Instant startedAt,
      @Nullable Instant endedAt) {}

  /**
   * Records that a worker has taken up a step.
   *
   * @param attempt of the delivery, from 1
   */
  public void recordStepStarted(Step step, int attempt, String worker) {
    DataKey key = keys.of(KeyOwner.operation(step.operation()));
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into operation_steps
                  (operation, server, step, generation, summary_sealed, state, attempts, worker)
                values (:operation, :server, :step, :generation, :summary, 'running', :attempt,
                  :worker)
                on conflict (operation, server, step, generation) do update set
                  state = 'running', attempts = greatest(operation_steps.attempts, :attempt),
                  worker = :worker, error = null, error_sealed = null, failure_sealed = null,
                  ended_at = null
                where operation_steps.state <> 'succeeded'
                """)
            .bind("operation", step.operation())
            .bind("server", step.server())
            .bind("step", step.key())
            .bind("generation", step.generation())
            .bind(
                "summary",
                OperationContent.SUMMARY.seal(
                    key, step.summary(), step.server(), step.key(), step.generation()))
            .bind("attempt", attempt)
            .bind("worker", worker)
            .execute());
  }

  public void recordStepSucceeded(Step step) {
    end(step, "succeeded", null, null);
  }

  /**
   * @param error what went wrong, in words a person understands
   * @param failure the same for programs
   */
  public void recordStepFailed(Step step, String error, FailureData failure) {
    DataKey key = keys.of(KeyOwner.operation(step.operation()));
    Object[] row = {step.server(), step.key(), step.generation()};
    end(
        step,
        "failed",
        OperationContent.STEP_ERROR.seal(key, error, row),
        OperationContent.seal(OperationContent.STEP_FAILURE, key, failure.saying(error), row));
  }

  private void end(Step step, String state, byte @Nullable [] error, byte @Nullable [] failure) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                update operation_steps set state = :state, error = null, error_sealed = :error,
                  failure_sealed = :failure, ended_at = now()
                where operation = :operation and server = :server and step = :step
                  and generation = :generation and state <> 'succeeded'
                """)
            .bind("operation", step.operation())
            .bind("server", step.server())
            .bind("step", step.key())
            .bind("generation", step.generation())
            .bind("state", state)
            .bind("error", error)
            .bind("failure", failure)
            .execute());
  }

  /** The steps of an operation in the order in which they were started. */
  public List<StepRecord> list(String operation, @Nullable String server) {
    DataKey key = keys.find(KeyOwner.operation(operation)).orElse(null);
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select * from operation_steps where operation = :operation
                  and (cast(:server as text) is null or server = :server)
                order by started_at, server, step, generation
                """)
            .bind("operation", operation)
            .bind("server", server)
            .map((rs, context) -> read(rs, key))
            .list());
  }

  private static StepRecord read(ResultSet rs, @Nullable DataKey key) throws SQLException {
    String server = rs.getString("server");
    String step = rs.getString("step");
    int generation = rs.getInt("generation");
    String summary =
        OperationContent.SUMMARY.read(
            key,
            rs.getString("summary"),
            rs.getBytes("summary_sealed"),
            OperationContent.ERASED,
            server,
            step,
            generation);
    String error =
        OperationContent.STEP_ERROR.read(
            key,
            rs.getString("error"),
            rs.getBytes("error_sealed"),
            OperationContent.ERASED,
            server,
            step,
            generation);
    return new StepRecord(
        server,
        step,
        generation,
        Objects.requireNonNullElse(summary, OperationContent.ERASED),
        rs.getString("state"),
        rs.getInt("attempts"),
        rs.getString("worker"),
        error,
        OperationContent.failure(
            OperationContent.STEP_FAILURE,
            key,
            error,
            rs.getBytes("failure_sealed"),
            server,
            step,
            generation),
        rs.getObject("started_at", OffsetDateTime.class).toInstant(),
        OperationRow.instant(rs, "ended_at"));
  }
}
