package dev.holdfast.platform.operation;

import dev.holdfast.schemas.step.Step;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * What was sent to servers under leases. A lease under which nothing was started is known to need
 * no clean-up, also where its server cannot be asked. Thread-safe.
 */
public final class LeaseDeliveries {
  private static final String END = "";

  private final Jdbi jdbi;

  public LeaseDeliveries(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * Something is about to be sent for a step.
   *
   * @return its id; empty if the step's lease has ended, so that nothing may be sent
   */
  public Optional<String> begin(Step step) {
    String delivery = UUID.randomUUID().toString();
    return jdbi.inTransaction(handle -> {
      lock(handle, step);
      if (ended(handle, step)) {
        return Optional.empty();
      }
      insert(handle, step, delivery);
      return Optional.of(delivery);
    });
  }

  /** It was surely not started. */
  public void withdraw(Step step, String delivery) {
    jdbi.useHandle(handle ->
        bound(
                handle.createUpdate(
                    """
                    delete from lease_deliveries
                    where operation = :operation and server = :server and fencing_token = :token
                      and delivery = :delivery
                    """),
                step)
            .bind("delivery", delivery)
            .execute());
  }

  /**
   * Ends the step's lease: nothing is sent under it from now on.
   *
   * @return whether something may have been started under it
   */
  public boolean end(Step step) {
    return jdbi.inTransaction(handle -> {
      lock(handle, step);
      if (!ended(handle, step)) {
        insert(handle, step, END);
      }
      return bound(
              handle.createQuery(
                  """
                  select not exists (select from operations where id = :operation and deliveries_recorded)
                    or exists (
                      select from lease_deliveries
                      where operation = :operation and server = :server and fencing_token = :token
                        and delivery <> '')
                  """),
              step)
          .mapTo(Boolean.class)
          .one();
    });
  }

  /** Whether something may have been started under the step's lease; false for one without. */
  public boolean begun(Step step) {
    return step.fencingToken() != 0
        && jdbi.withHandle(handle ->
            bound(
                    handle.createQuery(
                        """
                        select not exists (select from operations where id = :operation and deliveries_recorded)
                          or exists (
                            select from lease_deliveries
                            where operation = :operation and server = :server
                              and fencing_token = :token and delivery <> '')
                        """),
                    step)
                .mapTo(Boolean.class)
                .one());
  }

  private static void lock(Handle handle, Step step) {
    String key = "delivery " + step.operation() + "/" + step.server();
    handle.execute("select pg_advisory_xact_lock(hashtextextended(?, 0))", key);
  }

  private static boolean ended(Handle handle, Step step) {
    return bound(
            handle.createQuery(
                """
                select exists (
                  select from lease_deliveries
                  where operation = :operation and server = :server and fencing_token = :token
                    and delivery = '')
                """),
            step)
        .mapTo(Boolean.class)
        .one();
  }

  private static void insert(Handle handle, Step step, String delivery) {
    bound(
            handle.createUpdate(
                """
                insert into lease_deliveries (operation, server, fencing_token, delivery)
                select id, :server, :token, :delivery from operations where id = :operation
                """),
            step)
        .bind("delivery", delivery)
        .execute();
  }

  private static <S extends SqlStatement<S>> S bound(S statement, Step step) {
    return statement
        .bind("operation", step.operation())
        .bind("server", step.server())
        .bind("token", step.fencingToken());
  }
}
