package dev.holdfast.platform.organisation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** How much of the platform organisations may use, and do. Thread-safe. */
public final class Quotas {
  private final Jdbi jdbi;

  public Quotas(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Under what the requests of an organisation are counted by the minute. */
  public static String requestsOf(String organisation) {
    return "organisation-requests:" + organisation;
  }

  /** The limits of an organisation; what is not there is not limited. */
  public Map<Quota, Long> limits(String organisation) {
    Map<Quota, Long> limits = new EnumMap<>(Quota.class);
    jdbi.useHandle(handle ->
        handle
            .createQuery(
                """
                select quota, most from organisation_quotas
                where organisation_id = :organisation
                """)
            .bind("organisation", organisation)
            .map((rs, context) -> Map.entry(rs.getString("quota"), rs.getLong("most")))
            .forEach(entry ->
                Quota.find(entry.getKey()).ifPresent(it -> limits.put(it, entry.getValue()))));
    return limits;
  }

  /**
   * Limits an organisation. What it has already stays.
   *
   * @param most by quota; null for no limit
   */
  public void set(String organisation, Map<Quota, @Nullable Long> most, String by) {
    jdbi.useTransaction(handle ->
        most.forEach((quota, limit) -> {
          if (limit == null) {
            handle.execute(
                "delete from organisation_quotas where organisation_id = ? and quota = ?",
                organisation,
                quota.word());
          } else {
            handle.execute(
                """
                insert into organisation_quotas (organisation_id, quota, most, changed_by)
                values (?, ?, ?, ?)
                on conflict (organisation_id, quota) do update
                  set most = excluded.most, changed_by = excluded.changed_by, changed_at = now()
                """,
                organisation,
                quota.word(),
                limit,
                by);
          }
        }));
  }

  /** How much an organisation has of what is kept; requests are counted elsewhere. */
  public Map<Quota, Long> uses(String organisation) {
    return jdbi.withHandle(handle -> {
      Map<Quota, Long> uses = new EnumMap<>(Quota.class);
      for (Quota quota : Quota.values()) {
        if (quota != Quota.REQUESTS) {
          uses.put(quota, used(handle, organisation, quota));
        }
      }
      return uses;
    });
  }

  /**
   * Checks that an organisation has no more than it may; called after something was added, in the
   * same transaction. Of many that add at once, those that come too late see what the others added.
   *
   * @throws QuotaExceeded so that nothing is added
   */
  public static void check(Handle handle, String organisation, Quota quota) {
    check(handle, organisation, quota, 0);
  }

  /**
   * Checks that there is room for so much more, which is not there yet.
   *
   * @throws QuotaExceeded if there is not
   */
  public void checkRoom(String organisation, Quota quota, long more) {
    jdbi.useTransaction(handle -> check(handle, organisation, quota, more));
  }

  private static void check(Handle handle, String organisation, Quota quota, long more) {
    Optional<Long> most =
        handle
            .createQuery(
                """
                select most from organisation_quotas
                where organisation_id = :organisation and quota = :quota
                """)
            .bind("organisation", organisation)
            .bind("quota", quota.word())
            .mapTo(Long.class)
            .findOne();
    if (most.isEmpty()) {
      return;
    }
    handle
        .createUpdate("select pg_advisory_xact_lock(hashtext('quota/' || :quota || :organisation))")
        .bind("quota", quota.word() + "/")
        .bind("organisation", organisation)
        .execute();
    if (used(handle, organisation, quota) + more > most.get()) {
      throw new QuotaExceeded(organisation, quota, most.get());
    }
  }

  private static long used(Handle handle, String organisation, Quota quota) {
    return handle
        .createQuery(
            switch (quota) {
              case OPERATIONS ->
                  """
                  select count(*) from operations o
                  where organisation_id = :organisation and ended_at is null
                    and not exists (select from incidents i where i.operation = o.id)
                  """;
              case SERVERS -> "select count(*) from servers where organisation_id = :organisation";
              case SCHEDULES ->
                  """
                  select count(*) from schedules
                  where organisation_id = :organisation and removed_at is null
                  """;
              case FILE_BYTES ->
                  """
                  select cast(coalesce(sum(size), 0) as bigint) from files
                  where organisation_id = :organisation
                  """;
              case REQUESTS -> throw new IllegalArgumentException("requests are not kept");
            })
        .bind("organisation", organisation)
        .mapTo(Long.class)
        .one();
  }
}
