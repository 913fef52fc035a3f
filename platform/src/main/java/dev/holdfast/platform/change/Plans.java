package dev.holdfast.platform.change;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.DataKeys;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.operation.OperationContent;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Plan;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The plans of an operation, by server and hash. */
public final class Plans {
  private final Jdbi jdbi;
  private final DataKeys keys;

  public Plans(Jdbi jdbi, AtRest atRest) {
    this.jdbi = jdbi;
    this.keys = atRest.keys();
  }

  /** Stores a plan; one that is there already stays. */
  public void store(String operation, Plan plan) {
    DataKey key = keys.of(KeyOwner.operation(operation));
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into plans (operation, server, hash, body_sealed, lock_out)
                values (:operation, :server, :hash, :body, :lockOut)
                on conflict do nothing
                """)
            .bind("operation", operation)
            .bind("server", plan.server())
            .bind("hash", plan.hash())
            .bind(
                "lockOut",
                plan.groups().stream()
                    .flatMap(group -> group.changes().stream())
                    .anyMatch(change -> change.risk() == Change.Risk.LOCK_OUT))
            .bind(
                "body",
                OperationContent.PLAN.seal(
                    key, JsonPayloads.write(plan), plan.server(), plan.hash()))
            .execute());
  }

  /** The plan with this hash; none if the operation was erased. */
  public Optional<Plan> find(String operation, String server, String hash) {
    DataKey key = keys.find(KeyOwner.operation(operation)).orElse(null);
    return jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select body, body_sealed from plans
                    where operation = :operation and server = :server and hash = :hash
                    """)
                .bind("operation", operation)
                .bind("server", server)
                .bind("hash", hash)
                .map((rs, context) ->
                    Optional.ofNullable(
                        OperationContent.PLAN.read(
                            key, rs.getString(1), rs.getBytes(2), null, server, hash)))
                .findOne())
        .flatMap(body -> body)
        .map(body -> JsonPayloads.read(body, new TypeReference<Plan>() {}));
  }
}
