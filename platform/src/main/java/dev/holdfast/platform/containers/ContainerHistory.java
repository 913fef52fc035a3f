package dev.holdfast.platform.containers;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What containers have used: every sample of a day, and a row for each minute of 30 days. */
public final class ContainerHistory {
  private static final int MOST = 5_000;

  private final Jdbi jdbi;

  public ContainerHistory(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** A sample, and when it was taken. */
  public record Taken(String server, Instant at, ContainerSample sample) {}

  /**
   * A minute; what is not known of it is null.
   *
   * @param cpu the mean, in percent
   * @param memory the mean, in bytes
   */
  public record Minute(
      String container,
      Instant minute,
      int samples,
      @Nullable Double cpu,
      @Nullable Double cpuMost,
      long memory,
      long memoryMost,
      int processesMost,
      int connectionsMost) {}

  /** Records samples that were taken together; what is recorded already stays as it is. */
  void record(
      Handle handle, String organisation, String server, Instant at, List<ContainerSample> all) {
    for (ContainerSample sample : all) {
      handle
          .createUpdate(
              """
              with sample as (
                insert into container_samples (server, container, at, organisation_id, cpu, memory,
                  memory_limit, processes, connections, received, sent, restarts, health)
                values (:server, :container, :at, :organisation, :cpu, :memory, :memoryLimit,
                  :processes, :connections, :received, :sent, :restarts, :health)
                on conflict do nothing
                returning *)
              insert into container_minutes as minutes (server, container, minute, organisation_id,
                samples, cpu_samples, cpu_sum, cpu_max, memory_sum, memory_max, processes_max,
                connections_max)
              select server, container, date_trunc('minute', at), organisation_id, 1,
                case when cpu is null then 0 else 1 end, coalesce(cpu, 0), coalesce(cpu, 0),
                coalesce(memory, 0), coalesce(memory, 0), coalesce(processes, 0),
                coalesce(connections, 0)
              from sample
              on conflict (server, container, minute) do update set
                samples = minutes.samples + 1,
                cpu_samples = minutes.cpu_samples + excluded.cpu_samples,
                cpu_sum = minutes.cpu_sum + excluded.cpu_sum,
                cpu_max = greatest(minutes.cpu_max, excluded.cpu_max),
                memory_sum = minutes.memory_sum + excluded.memory_sum,
                memory_max = greatest(minutes.memory_max, excluded.memory_max),
                processes_max = greatest(minutes.processes_max, excluded.processes_max),
                connections_max = greatest(minutes.connections_max, excluded.connections_max)
              """)
          .bind("server", server)
          .bind("at", at.atOffset(ZoneOffset.UTC))
          .bind("organisation", organisation)
          .bindMethods(sample)
          .execute();
    }
  }

  /** The newest sample of each container of a server that was taken since then. */
  public List<Taken> latest(String organisation, String server, Instant since) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select distinct on (container) * from container_samples
                where organisation_id = :organisation and server = :server and at >= :since
                order by container, at desc
                """)
            .bind("organisation", organisation)
            .bind("server", server)
            .bind("since", since.atOffset(ZoneOffset.UTC))
            .map((rs, context) -> SampleRow.read(rs))
            .list());
  }

  /**
   * The minutes of a server's containers since then, the oldest first.
   *
   * @param container the name of one; null for all
   */
  public List<Minute> minutes(
      String organisation, String server, @Nullable String container, Instant since) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select * from (
                  select * from container_minutes
                  where organisation_id = :organisation and server = :server and minute >= :since
                    and (cast(:container as text) is null or container = :container)
                  order by minute desc, container limit :most) as newest
                order by minute, container
                """)
            .bind("organisation", organisation)
            .bind("server", server)
            .bind("container", container)
            .bind("since", since.atOffset(ZoneOffset.UTC))
            .bind("most", MOST)
            .map((rs, context) -> SampleRow.minute(rs))
            .list());
  }

  /** The newest sample of each container on every server that is being watched. */
  public List<Figure> figures(Instant since) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select distinct on (c.server, c.container) c.*, s.name as server_name
                from container_samples c join servers s on s.id = c.server
                  join container_monitors m on m.server = c.server
                where c.at >= :since and m.state = 'watching'
                order by c.server, c.container, c.at desc
                """)
            .bind("since", since.atOffset(ZoneOffset.UTC))
            .map((rs, context) -> new Figure(rs.getString("server_name"), SampleRow.read(rs)))
            .list());
  }

  /** A sample of the server of this full name. */
  public record Figure(String name, Taken taken) {}

  /** Deletes what is older than it is kept. */
  public int expire(OffsetDateTime samples, OffsetDateTime minutes) {
    return jdbi.inTransaction(handle ->
        handle.execute("delete from container_samples where at < ?", samples)
            + handle.execute("delete from container_minutes where minute < ?", minutes)
            + handle.execute("delete from container_violations where ended_at < ?", minutes));
  }
}
