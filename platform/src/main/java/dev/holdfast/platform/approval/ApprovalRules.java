package dev.holdfast.platform.approval;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.temporal.JsonPayloads;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** The approval rules of all organisations. Thread-safe. */
public final class ApprovalRules {
  private final Jdbi jdbi;

  public ApprovalRules(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** A rule with its name, and who set it last. */
  public record Named(String name, ApprovalRule rule, String changedBy, Instant changedAt) {}

  /** The rules of an organisation, by name. */
  public List<Named> list(String organisation) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select name, body, changed_by, changed_at from approval_rules
                where organisation_id = :organisation order by name
                """)
            .bind("organisation", organisation)
            .map((rs, context) ->
                new Named(
                    rs.getString("name"),
                    read(rs.getString("body")),
                    rs.getString("changed_by"),
                    rs.getObject("changed_at", OffsetDateTime.class).toInstant()))
            .list());
  }

  /** The organisations with a rule that gives plans a time. */
  public List<String> timed() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select distinct organisation_id from approval_rules
                where jsonb_exists_any(body, array['expireSeconds', 'escalation'])
                """)
            .mapTo(String.class)
            .list());
  }

  /** What cannot be read any more stays in force, as one that is about every plan. */
  private static ApprovalRule read(String body) {
    try {
      return JsonPayloads.read(body, new TypeReference<ApprovalRule>() {});
    } catch (IllegalArgumentException e) {
      return new ApprovalRule(
          List.of(),
          "all",
          false,
          null,
          1,
          List.of(),
          List.of(),
          false,
          "this version cannot read the rule; set it again");
    }
  }

  /** Sets a rule; true if there was none of this name. */
  public boolean set(String organisation, String name, ApprovalRule rule, String by) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                insert into approval_rules (organisation_id, name, body, changed_by)
                values (:organisation, :name, cast(:body as jsonb), :by)
                on conflict (organisation_id, name) do update
                  set body = excluded.body, changed_by = excluded.changed_by, changed_at = now()
                returning xmax = 0
                """)
            .bind("organisation", organisation)
            .bind("name", name)
            .bind("body", JsonPayloads.write(rule))
            .bind("by", by)
            .mapTo(Boolean.class)
            .one());
  }

  /** Removes a rule; false if there is none of this name. */
  public boolean remove(String organisation, String name) {
    return jdbi.withHandle(handle ->
        handle.execute(
                "delete from approval_rules where organisation_id = ? and name = ?",
                organisation,
                name)
            == 1);
  }
}
