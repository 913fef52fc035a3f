package dev.holdfast.platform.policy;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.command.CommandMatcher;
import dev.holdfast.schemas.command.CommandRule;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The rules of the command policy. */
public final class CommandRules {
  private final Jdbi jdbi;

  public CommandRules(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** A rule to be added; its fields are those of {@link CommandRule}. */
  public record NewRule(
      CommandRule.Effect effect,
      @Nullable String operation,
      String selector,
      @Nullable String user,
      @Nullable Boolean sudo,
      CommandMatcher matcher,
      boolean shell,
      @Nullable String reason) {}

  /**
   * Adds a rule, which is in force at once.
   *
   * @throws IllegalArgumentException if it holds no regular expression of RE2
   */
  public CommandRule add(String organisation, NewRule rule, String createdBy) {
    var _ = Matching.of(rule.matcher());
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                insert into command_rules (organisation, effect, operation, selector, user_name,
                  sudo, matcher, shell, reason, created_by)
                values (:organisation, :effect, :operation, :selector, :user, :sudo, cast(:matcher as jsonb),
                  :shell, :reason, :by)
                returning *
                """)
            .bind("organisation", organisation)
            .bind("effect", rule.effect().word())
            .bind("operation", rule.operation())
            .bind("selector", rule.selector())
            .bind("user", rule.user())
            .bind("sudo", rule.sudo())
            .bind("matcher", JsonPayloads.write(rule.matcher()))
            .bind("shell", rule.shell())
            .bind("reason", rule.reason())
            .bind("by", createdBy)
            .map((rs, context) -> read(rs))
            .one());
  }

  /** Takes a rule out of force; returns false if there is none of this number. */
  public boolean remove(String organisation, long id, String removedBy) {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate(
                """
                update command_rules set removed_at = now(), removed_by = :by
                where organisation = :organisation and id = :id and removed_at is null
                """)
            .bind("organisation", organisation)
            .bind("id", id)
            .bind("by", removedBy)
            .execute())
        == 1;
  }

  /** The rules of an organisation that are in force, oldest first. */
  public List<CommandRule> list(String organisation) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select * from command_rules
                where organisation = :organisation and removed_at is null order by id
                """)
            .bind("organisation", organisation)
            .map((rs, context) -> read(rs))
            .list());
  }

  /** The policy of an organisation as it is now. */
  public CommandPolicy policy(String organisation) {
    return new CommandPolicy(list(organisation));
  }

  private static CommandRule read(ResultSet rs) throws SQLException {
    return new CommandRule(
        rs.getLong("id"),
        rs.getString("organisation"),
        CommandRule.Effect.of(rs.getString("effect")),
        rs.getString("operation"),
        rs.getString("selector"),
        rs.getString("user_name"),
        rs.getObject("sudo", Boolean.class),
        JsonPayloads.read(rs.getString("matcher"), new TypeReference<CommandMatcher>() {}),
        rs.getBoolean("shell"),
        rs.getString("reason"),
        rs.getString("created_by"),
        rs.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
