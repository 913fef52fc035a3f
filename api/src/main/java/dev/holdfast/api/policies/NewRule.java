package dev.holdfast.api.policies;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.policy.CommandRules;
import dev.holdfast.schemas.command.CommandMatcher;
import dev.holdfast.schemas.command.CommandRule;
import dev.holdfast.schemas.server.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A rule to be added; exactly one of {@code words}, {@code glob}, {@code regex}, {@code scripts}
 * and {@code everything} says which commands it is about.
 *
 * @param selector all servers by default
 * @param shell an allow rule also takes what a shell would interpret
 * @param force also if it names a user, a server, a label or an operation that is not there yet
 */
record NewRule(
    CommandRule.@Nullable Effect effect,
    @Nullable String operation,
    @Nullable String selector,
    @Nullable String user,
    @Nullable Boolean sudo,
    @Nullable List<String> words,
    @Nullable String glob,
    @Nullable String regex,
    @Nullable Scripts scripts,
    @Nullable Boolean everything,
    @Nullable Boolean shell,
    @Nullable String reason,
    @Nullable Boolean force) {
  private static final int LONGEST = 200;

  /**
   * Which scripts.
   *
   * @param interpreter null for any
   * @param sha256 null for any
   */
  record Scripts(@Nullable String interpreter, @Nullable String sha256) {}

  /**
   * The rule.
   *
   * @throws ApiException with every field that is missing or wrong
   */
  CommandRules.NewRule checked() {
    List<FieldError> errors = new ArrayList<>();
    if (effect == null) {
      errors.add(new FieldError("effect", "is missing; allow or deny"));
    }
    String servers = selector == null ? "all" : selector;
    try {
      var _ = Selector.typed(servers);
    } catch (IllegalArgumentException e) {
      errors.add(FieldError.of(e));
    }
    longest("operation", operation, errors);
    longest("user", user, errors);
    longest("reason", reason, errors);
    CommandMatcher matcher = null;
    try {
      matcher = matcher(errors);
    } catch (IllegalArgumentException e) {
      errors.add(FieldError.of(e));
    }
    boolean text =
        matcher instanceof CommandMatcher.Glob || matcher instanceof CommandMatcher.Regex;
    if (Boolean.TRUE.equals(shell) && (!text || effect == CommandRule.Effect.DENY)) {
      errors.add(
          new FieldError("shell", "has a meaning only for an allow rule with glob or regex"));
    }
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
    return new CommandRules.NewRule(
        Objects.requireNonNull(effect),
        operation,
        servers,
        user,
        sudo,
        Objects.requireNonNull(matcher),
        Boolean.TRUE.equals(shell),
        reason);
  }

  boolean forced() {
    return Boolean.TRUE.equals(force);
  }

  private @Nullable CommandMatcher matcher(List<FieldError> errors) {
    List<CommandMatcher> given = new ArrayList<>();
    if (words != null) {
      given.add(new CommandMatcher.Prefix(words));
    }
    if (glob != null) {
      given.add(new CommandMatcher.Glob(glob));
    }
    if (regex != null) {
      given.add(new CommandMatcher.Regex(regex));
    }
    if (scripts != null) {
      given.add(new CommandMatcher.Scripts(scripts.interpreter(), scripts.sha256()));
    }
    if (Boolean.TRUE.equals(everything)) {
      given.add(new CommandMatcher.Everything());
    }
    if (given.size() == 1) {
      return given.getFirst();
    }
    errors.add(
        new FieldError(
            "words", "one of words, glob, regex, scripts and everything has to be given"));
    return null;
  }

  private static void longest(String field, @Nullable String value, List<FieldError> errors) {
    if (value != null && (value.isBlank() || value.length() > LONGEST)) {
      errors.add(new FieldError(field, "has 1 to " + LONGEST + " characters"));
    }
  }
}
