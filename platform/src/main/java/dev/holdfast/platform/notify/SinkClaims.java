package dev.holdfast.platform.notify;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Which process sends to which sink: one at a time, as long as it renews its claim. Another takes a
 * sink over whose claim has run out. Thread-safe.
 */
public final class SinkClaims {
  private final Jdbi jdbi;
  private final UUID process;
  private final Duration lasts;

  /**
   * @param lasts how long a claim holds without being renewed
   */
  public SinkClaims(Jdbi jdbi, Duration lasts) {
    this.jdbi = jdbi;
    this.process = UUID.randomUUID();
    this.lasts = lasts;
  }

  /** How long a claim holds without being renewed. */
  public Duration lasts() {
    return lasts;
  }

  /** The sinks to which something is to be sent now, and nobody does. */
  public List<Long> due() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select s.id from sinks s
                where s.enabled and s.retry_at <= now()
                  and (s.claimed_until is null or s.claimed_until < now())
                  and exists (select from sink_deliveries d
                    where d.sink = s.id and d.state = 'waiting' and d.next_at <= now())
                order by s.id
                """)
            .mapTo(Long.class)
            .list());
  }

  /** Claims a sink, if no other process has; or renews the claim on an enabled one. */
  public boolean claim(long sink) {
    return jdbi.withHandle(handle ->
        handle.execute(
            """
            update sinks set claimed_by = ?, claimed_until = now() + make_interval(secs => ?)
            where id = ? and enabled
              and (claimed_until is null or claimed_until < now() or claimed_by = ?)
            """,
            process,
            lasts.toMillis() / 1000.0,
            sink,
            process))
        == 1;
  }

  /** Gives a sink back. */
  public void release(long sink) {
    jdbi.useHandle(handle ->
        handle.execute(
            """
            update sinks set claimed_by = null, claimed_until = null
            where id = ? and claimed_by = ?
            """,
            sink,
            process));
  }
}
