package dev.holdfast.platform.change;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.DataKeys;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.operation.OperationContent;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.step.Step;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** What was changed, with the state before it; written again without effect. */
public final class Ledger {
  private final Jdbi jdbi;
  private final DataKeys keys;

  public Ledger(Jdbi jdbi, AtRest atRest) {
    this.jdbi = jdbi;
    this.keys = atRest.keys();
  }

  /**
   * Records changes as made. The first record of a change in an operation stays, because it holds
   * the state before the operation; only one that was reverted meanwhile is written anew.
   */
  public void applied(Step step, List<Change> changes) {
    DataKey key = keys.of(KeyOwner.operation(step.operation()));
    jdbi.useTransaction(handle -> {
      for (Change change : changes) {
        handle
            .createUpdate(
                """
                insert into changes
                  (operation, server, change_id, resource_sealed, body_sealed, state)
                values (:operation, :server, :id, :resource, :body, 'applied')
                on conflict (operation, server, change_id) do update
                  set body = null, body_sealed = excluded.body_sealed,
                    resource = null, resource_sealed = excluded.resource_sealed,
                    state = 'applied', applied_at = clock_timestamp()
                  where changes.state = 'reverted'
                """)
            .bind("operation", step.operation())
            .bind("server", step.server())
            .bind("id", change.id())
            .bind(
                "resource",
                OperationContent.RESOURCE.seal(
                    key, change.resource().subject(), step.server(), change.id()))
            .bind(
                "body",
                OperationContent.CHANGE.seal(
                    key, JsonPayloads.write(change), step.server(), change.id()))
            .execute();
      }
    });
  }

  /**
   * What an operation has changed on a server and not reverted, in the order in which it was made;
   * nothing of one that is erased.
   */
  public List<Change> changes(String operation, String server) {
    DataKey key = keys.find(KeyOwner.operation(operation)).orElse(null);
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select change_id, body, body_sealed from changes
                where operation = :operation and server = :server and state = 'applied'
                order by applied_at, change_id
                """)
            .bind("operation", operation)
            .bind("server", server)
            .map((rs, context) ->
                Optional.ofNullable(
                    OperationContent.CHANGE.read(
                        key,
                        rs.getString("body"),
                        rs.getBytes("body_sealed"),
                        null,
                        server,
                        rs.getString("change_id"))))
            .stream()
            .flatMap(Optional::stream)
            .map(body -> JsonPayloads.read(body, new TypeReference<Change>() {}))
            .toList());
  }

  /** Records changes as reverted. */
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
