package dev.holdfast.platform.audit;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what the audit need not keep any more: the beginning of each chain whose records are
 * older than 400 days and were chained more than 365 days ago, for which the database asks. A
 * checkpoint stays where it was cut.
 */
public final class AuditExpiry {
  private static final Logger LOG = LoggerFactory.getLogger(AuditExpiry.class);

  private final Jdbi jdbi;
  private final AuditCheckpoints checkpoints;

  public AuditExpiry(Jdbi jdbi, AuditCheckpoints checkpoints) {
    this.jdbi = jdbi;
    this.checkpoints = checkpoints;
  }

  /**
   * Deletes it, and the keys of months of which nothing is left.
   *
   * @return how many records
   */
  public int expire() {
    List<String> organisations =
        jdbi.withHandle(handle ->
            handle
                .createQuery("select id from organisations order by id")
                .mapTo(String.class)
                .list());
    int expired = 0;
    for (String organisation : organisations) {
      try {
        expired += jdbi.inTransaction(handle -> cut(handle, organisation));
      } catch (RuntimeException e) {
        // The others are none the worse for it.
        LOG.warn("The audit of {} could not be cut: {}", organisation, e.toString());
      }
    }
    jdbi.useHandle(handle ->
        handle.execute(
            """
            delete from data_keys
            where audit_month < to_char(least(now() - interval '400 days',
              (select min(at) from command_audit)) at time zone 'UTC', 'YYYY-MM')
            """));
    return expired;
  }

  private int cut(Handle handle, String organisation) {
    AuditCheckpoints.lock(handle);
    long last =
        handle
            .createQuery(
                """
                select coalesce(
                  (select min(c.position) - 1 from audit_chain c
                   left join command_audit a on a.id = c.record
                   where c.organisation = :organisation
                     and (a.at >= now() - interval '400 days'
                       or c.chained_at >= now() - interval '365 days')),
                  (select max(position) from audit_chain where organisation = :organisation),
                  0)
                """)
            .bind("organisation", organisation)
            .mapTo(Long.class)
            .one();
    boolean any =
        handle
            .createQuery(
                """
                select exists (select from audit_chain
                  where organisation = :organisation and position = :last)
                """)
            .bind("organisation", organisation)
            .bind("last", last)
            .mapTo(Boolean.class)
            .one();
    if (!any) {
      return 0;
    }
    checkpoints.cut(handle, organisation, last);
    int records =
        handle
            .createUpdate(
                """
                delete from command_audit a
                where a.organisation = :organisation and a.at < now() - interval '400 days'
                  and exists (select from audit_chain c where c.record = a.id)
                  and not exists (
                    select from audit_chain c where c.record = a.id and c.position > :last)
                """)
            .bind("organisation", organisation)
            .bind("last", last)
            .execute();
    handle
        .createUpdate(
            "delete from audit_chain where organisation = :organisation and position <= :last")
        .bind("organisation", organisation)
        .bind("last", last)
        .execute();
    return records;
  }
}
