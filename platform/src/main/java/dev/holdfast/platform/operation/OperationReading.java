package dev.holdfast.platform.operation;

import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/** What reading an operation takes but the operation itself. Thread-safe. */
public final class OperationReading {
  private final Jdbi jdbi;

  public OperationReading(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * What there is of an operation besides itself and its servers; most have none of it, and who
   * knows that need not ask for each.
   *
   * @param runbook whether a runbook has started it
   * @param wishes whether something that was wanted of it waits
   * @param decisions whether its plans were decided on
   * @param credentials whether it was given credentials for a time
   */
  public record Parts(boolean runbook, boolean wishes, boolean decisions, boolean credentials) {}

  /** What there is of an operation. */
  public Parts parts(String operation) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select exists (select from runbook_steps where child = :id),
                  exists (select from steering_requests where operation = :id),
                  exists (select from approvals where operation = :id),
                  exists (select from credential_leases where operation = :id)
                """)
            .bind("id", operation)
            .map((rs, context) ->
                new Parts(rs.getBoolean(1), rs.getBoolean(2), rs.getBoolean(3), rs.getBoolean(4)))
            .one());
  }

  /**
   * Does what reads by several repositories over one connection. No transaction: each statement
   * sees what was committed before it.
   */
  public <T> T together(Supplier<T> reading) {
    return jdbi.withHandle(_ -> reading.get());
  }
}
