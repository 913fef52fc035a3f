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
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What was changed, with the state before it; written again without effect. */
public final class Ledger {
  private final Jdbi jdbi;
  private final DataKeys keys;

  public Ledger(Jdbi jdbi, AtRest atRest) {
    this.jdbi = jdbi;
    this.keys = atRest.keys();
  }

  /**
   * Records changes as made. What the first record of a change in an operation says of the state
   * before stays, because that is the state before the operation; where another attempt has wanted
   * something else, the state after it is the newer one. One that was reverted meanwhile is written
   * anew.
   */
  public void applied(Step step, List<Change> changes) {
    DataKey key = keys.of(KeyOwner.operation(step.operation()));
    jdbi.useTransaction(handle -> {
      for (Change made : changes) {
        Change earlier = before(handle, step, made.id(), key);
        if (earlier != null && Objects.equals(earlier.before(), made.desired())) {
          reverted(handle, step, made);
          continue;
        }
        Change change = since(earlier, made);
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
                  where changes.state = 'reverted' or :again
                """)
            .bind("operation", step.operation())
            .bind("server", step.server())
            .bind("id", change.id())
            .bind("again", !change.equals(made))
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

  /** What an earlier attempt has made of the same resource and is in place; null where none has. */
  private static @Nullable Change before(Handle handle, Step step, String id, DataKey key) {
    return handle
        .createQuery(
            """
            select body, body_sealed from changes
            where operation = :operation and server = :server and change_id = :id
              and state = 'applied'
            for update
            """)
        .bind("operation", step.operation())
        .bind("server", step.server())
        .bind("id", id)
        .map((rs, context) ->
            Optional.ofNullable(
                OperationContent.CHANGE.read(
                    key,
                    rs.getString("body"),
                    rs.getBytes("body_sealed"),
                    null,
                    step.server(),
                    id)))
        .findOne()
        .flatMap(Function.identity())
        .map(body -> JsonPayloads.read(body, new TypeReference<Change>() {}))
        .orElse(null);
  }

  /** The change from what was there before the operation; the newer one itself where it is that. */
  private static Change since(@Nullable Change earlier, Change newer) {
    if (earlier == null || Objects.equals(earlier.desired(), newer.desired())) {
      return newer;
    }
    Change.Action action =
        earlier.before() == null
            ? Change.Action.CREATE
            : newer.desired() == null ? Change.Action.REMOVE : Change.Action.UPDATE;
    return new Change(
        newer.id(),
        action,
        newer.title(),
        newer.diff(),
        newer.risk(),
        earlier.before(),
        newer.desired());
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
        reverted(handle, step, change);
      }
    });
  }

  private static void reverted(Handle handle, Step step, Change change) {
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
}
