package dev.holdfast.platform.change;

import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.step.Step;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** What was changed, with the state before it; written again without effect. */
public final class Ledger {
  private final Jdbi jdbi;

  public Ledger(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * Records changes as made. The first record of a change in an operation stays, because it holds
   * the state before the operation; only one that was reverted meanwhile is written anew.
   */
  public void applied(Step step, List<Change> changes) {
    jdbi.useTransaction(handle -> {
      for (Change change : changes) {
        handle
            .createUpdate(
                """
                insert into changes (operation, server, change_id, resource, body, state)
                values (:operation, :server, :id, :resource, cast(:body as jsonb), 'applied')
                on conflict (operation, server, change_id) do update
                  set body = excluded.body, state = 'applied', applied_at = clock_timestamp()
                  where changes.state = 'reverted'
                """)
            .bind("operation", step.operation())
            .bind("server", step.server())
            .bind("id", change.id())
            .bind("resource", change.desired().subject())
            .bind("body", JsonPayloads.write(change))
            .execute();
      }
    });
  }

  /** Records changes as taken back. */
  public void reverted(Step step, List<Change> changes) {
    jdbi.useTransaction(handle -> {
      for (Change change : changes) {
        handle
            .createUpdate(
                """
                update changes set state = 'reverted'
                where operation = :operation and server = :server and change_id = :id
                """)
            .bind("operation", step.operation())
            .bind("server", step.server())
            .bind("id", change.id())
            .execute();
      }
    });
  }
}
