package dev.holdfast.api.policies;

import dev.holdfast.api.problem.FieldError;
import dev.holdfast.schemas.command.CommandMatcher;
import dev.holdfast.schemas.command.CommandRule;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule as clients see it.
 *
 * @param text the whole rule in one line
 * @param warnings what it names and is unknown; only in the answer to adding it
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
    Instant createdAt,
    List<String> warnings) {

  static RuleDocument of(CommandRule rule) {
    return of(rule, List.of());
  }

  static RuleDocument of(CommandRule rule, List<FieldError> unknown) {
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
        rule.createdAt(),
        unknown.stream().map(FieldError::message).toList());
  }
}
