package dev.holdfast.platform.event;

import dev.holdfast.platform.temporal.JsonPayloads;
import org.jdbi.v3.core.Handle;

/** Where what happens is recorded, so that it is told if its change is committed, and only then. */
public final class Outbox {
  private Outbox() {}

  /** Records an event in the transaction of its change. */
  public static void record(Handle handle, NewEvent event) {
    handle
        .createUpdate(
            """
            insert into events (organisation_id, kind, level, subject, operation, server, data)
            values (:organisation, :kind, :level, :subject, :operation, :server,
              cast(:data as jsonb))
            """)
        .bind("organisation", event.organisation())
        .bind("kind", event.kind().word())
        .bind("level", event.kind().level().word())
        .bind("subject", event.subject())
        .bind("operation", event.operation())
        .bind("server", event.server())
        .bind("data", JsonPayloads.write(event.data()))
        .execute();
  }
}
