package dev.holdfast.platform.containers;

import dev.holdfast.schemas.operation.OperationState;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Finds the operations that ask people whether a container is released. Thread-safe. */
public final class QuarantineDecisions {
  private final Jdbi jdbi;

  public QuarantineDecisions(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** The idempotency key of the one for a quarantine on a server. */
  public static String key(String quarantine, String server) {
    return "quarantine/%s/%s/ask".formatted(quarantine, server);
  }

  /**
   * An operation that asks, or has asked.
   *
   * @param operation its id
   */
  public record Asked(String operation, OperationState state) {}

  /**
   * The one for a quarantine on a server.
   *
   * @param quarantine the operation that has isolated the container
   * @param by who has started that; in the name of whom it is asked
   */
  public Optional<Asked> find(String organisation, String quarantine, String server, String by) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select id, state from operations where organisation_id = :organisation
                  and initiator = :by and idempotency_key = :key
                """)
            .bind("organisation", organisation)
            .bind("by", by)
            .bind("key", key(quarantine, server))
            .map((rs, context) ->
                new Asked(rs.getString("id"), OperationState.of(rs.getString("state"))))
            .findOne());
  }
}
