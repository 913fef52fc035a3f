package dev.holdfast.platform.containers;

import dev.holdfast.platform.event.NewEvent;
import dev.holdfast.platform.event.Outbox;
import dev.holdfast.schemas.event.EventKind;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Tells of quarantines whose time is over and whose containers stay isolated. Thread-safe. */
public final class ExpiredQuarantines {
  private final Jdbi jdbi;

  public ExpiredQuarantines(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * Tells of one, unless that was told before.
   *
   * @param operation that has isolated the container
   * @param why it was not released
   */
  public void tell(
      String organisation, String operation, String server, String container, String why) {
    NewEvent event =
        NewEvent.ofOperation(
                EventKind.QUARANTINE_EXPIRED,
                organisation,
                operation,
                Map.of("container", container, "why", why))
            .on(server);
    jdbi.useTransaction(handle -> {
      if (!isTold(handle, event)) {
        Outbox.record(handle, event);
      }
    });
  }

  private static boolean isTold(Handle handle, NewEvent event) {
    return handle
        .createQuery(
            """
            select exists (select from events where organisation_id = :organisation
              and kind = :kind and operation = :operation and server = :server)
            """)
        .bind("organisation", event.organisation())
        .bind("kind", event.kind().word())
        .bind("operation", event.operation())
        .bind("server", event.server())
        .mapTo(Boolean.class)
        .one();
  }
}
