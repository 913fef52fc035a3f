package dev.holdfast.api.policies;

import dev.holdfast.schemas.command.CommandMatcher;
import dev.holdfast.schemas.command.CommandRule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A rule as clients see it.
 *
 * @param text the whole rule in one line
 */
record RuleDocument(
    long id,
    CommandRule.Effect effect,
    @Nullable String operation,
    String selector,
    @Nullable String user,
    @Nullable Boolean sudo,
    CommandMatcher matcher,
    String commands,
    boolean shell,
    @Nullable String reason,
    String text,
    String createdBy,
    Instant createdAt) {

  static RuleDocument of(CommandRule rule) {
    return new RuleDocument(
        rule.id(),
        rule.effect(),
        rule.operation(),
        rule.selector(),
        rule.user(),
        rule.sudo(),
        rule.matcher(),
        rule.matcher().text(),
        rule.shell(),
        rule.reason(),
        rule.text(),
        rule.createdBy(),
        rule.createdAt());
  }
}
