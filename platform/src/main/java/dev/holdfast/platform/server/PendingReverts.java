package dev.holdfast.platform.server;

import java.time.Duration;
import org.jdbi.v3.core.Jdbi;

/**
 * Which servers will take a change back by themselves unless it is confirmed. What such a server
 * refuses may be the change's doing: keys are not left alone for it, and passwords only until it
 * has reverted.
 */
public final class PendingReverts {
  private final Jdbi jdbi;

  public PendingReverts(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** A change is about to be armed that the server takes back within this time. */
  public void expect(String server, Duration within) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into pending_reverts (server, until)
                select name, now() + cast(:within as double precision) * interval '1 second'
                from servers where name = :server
                on conflict (server) do update set until = excluded.until
                """)
            .bind("server", server)
            .bind("within", (double) within.toSeconds())
            .execute());
  }

  /** The change is confirmed or reverted. */
  public void settled(String server) {
    jdbi.useHandle(
        handle -> handle.execute("delete from pending_reverts where server = ?", server));
  }

  public boolean pending(String server) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "select exists (select from pending_reverts where server = :server and until > now())")
            .bind("server", server)
            .mapTo(Boolean.class)
            .one());
  }
}
