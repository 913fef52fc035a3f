package dev.holdfast.platform.containers;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Where containers have connected to while that was learnt: it is expected from then on.
 * Thread-safe.
 */
public final class LearntDestinations {
  /** One that connects to more is no case for learning. */
  private static final int MOST = 1_000;

  private final Jdbi jdbi;

  public LearntDestinations(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Since when those of a container are learnt; from now on, if they were not yet. */
  public Instant since(String organisation, String server, String container) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                insert into container_learning (server, container, organisation_id)
                values (:server, :container, :organisation)
                on conflict (server, container) do update set since = container_learning.since
                returning since
                """)
            .bind("server", server)
            .bind("container", container)
            .bind("organisation", organisation)
            .mapTo(OffsetDateTime.class)
            .one()
            .toInstant());
  }

  /** Whether they are learnt still, where that takes so long. */
  public static boolean lasts(Instant since, Duration time, Instant now) {
    return now.isBefore(since.plus(time));
  }

  public void learn(
      String organisation, String server, String container, Collection<String> destinations) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into container_destinations (server, container, destination, organisation_id)
                select :server, :container, destination, :organisation
                from unnest(cast(:destinations as text[])) as destination
                where (select count(*) from container_destinations
                  where server = :server and container = :container) < :most
                on conflict (server, container, destination) do nothing
                """)
            .bind("server", server)
            .bind("container", container)
            .bind("organisation", organisation)
            .bindArray("destinations", String.class, destinations.toArray())
            .bind("most", MOST)
            .execute());
  }

  /** What was learnt of a container. */
  public Set<String> of(String organisation, String server, String container) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select destination from container_destinations
                where organisation_id = :organisation and server = :server
                  and container = :container
                """)
            .bind("organisation", organisation)
            .bind("server", server)
            .bind("container", container)
            .mapTo(String.class)
            .set());
  }

  /**
   * Forgets what was learnt and begins anew.
   *
   * @param container the name of one; null for all
   */
  public void anew(String organisation, String server, @Nullable String container) {
    jdbi.useTransaction(handle -> {
      handle
          .createUpdate(
              """
              delete from container_destinations
              where organisation_id = :organisation and server = :server
                and (cast(:container as text) is null or container = :container)
              """)
          .bind("organisation", organisation)
          .bind("server", server)
          .bind("container", container)
          .execute();
      handle
          .createUpdate(
              """
              update container_learning set since = now()
              where organisation_id = :organisation and server = :server
                and (cast(:container as text) is null or container = :container)
              """)
          .bind("organisation", organisation)
          .bind("server", server)
          .bind("container", container)
          .execute();
    });
  }
}
