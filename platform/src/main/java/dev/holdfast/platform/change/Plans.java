package dev.holdfast.platform.change;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.change.Plan;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The plans of an operation, by server and hash. */
public final class Plans {
  private final Jdbi jdbi;

  public Plans(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Stores a plan; one that is there already stays. */
  public void store(String operation, Plan plan) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into plans (operation, server, hash, body)
                values (:operation, :server, :hash, cast(:body as jsonb))
                on conflict do nothing
                """)
            .bind("operation", operation)
            .bind("server", plan.server())
            .bind("hash", plan.hash())
            .bind("body", JsonPayloads.write(plan))
            .execute());
  }

  /** The plan with this hash. */
  public Optional<Plan> find(String operation, String server, String hash) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select body from plans
                where operation = :operation and server = :server and hash = :hash
                """)
            .bind("operation", operation)
            .bind("server", server)
            .bind("hash", hash)
            .mapTo(String.class)
            .findOne()
            .map(body -> JsonPayloads.read(body, new TypeReference<Plan>() {})));
  }
}
