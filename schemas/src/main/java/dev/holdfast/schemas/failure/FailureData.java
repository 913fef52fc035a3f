package dev.holdfast.schemas.failure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, for programs as for people; kept and shown beside the text of the error.
 *
 * @param code what kind of failure it is
 * @param message the text of the error, with secrets masked as there
 * @param component where it arose
 * @param service the unit or the container that it is about; null where it is about none
 * @param state what that was in, such as {@code failed}; null where that is not known
 * @param step which step of the operation on the server, or of the runbook, has failed
 * @param rule that was not kept, such as of the command policy; null where it was none
 * @param retryable whether the same may succeed when it is simply tried again
 * @param causes what it was caused by, the nearest first; those that say more, or are of another
 *     code
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FailureData(
    FailureType code,
    String message,
    Component component,
    @Nullable String service,
    @Nullable String state,
    @Nullable String step,
    @Nullable String rule,
    boolean retryable,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Cause> causes) {

  /** Causes of one failure. */
  static final int CAUSES = 5;

  /** Characters of a message. */
  private static final int MESSAGE = 2_000;

  /** Characters of every other text. */
  private static final int LONGEST = 300;

  public FailureData {
    message = String.valueOf(cut(message, MESSAGE));
    service = cut(service, LONGEST);
    state = cut(state, LONGEST);
    step = cut(step, LONGEST);
    rule = cut(rule, LONGEST);
    causes = causes == null ? List.of() : causes.stream().limit(CAUSES).toList();
  }

  /**
   * What a failure was caused by.
   *
   * @param code null where it is of no type that Holdfast knows
   */
  public record Cause(
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FailureType code, String message) {
    public Cause {
      message = String.valueOf(cut(message, LONGEST));
    }
  }

  /** One without causes. */
  public static FailureData of(FailureType code, String message, @Nullable FailureOrigin origin) {
    return of(code, message, origin, List.of());
  }

  /** One of which as much is known as its origin says. */
  public static FailureData of(
      FailureType code, String message, @Nullable FailureOrigin origin, List<Cause> causes) {
    Component component = origin == null ? null : origin.component();
    return new FailureData(
        code,
        message,
        component == null ? code.component() : component,
        origin == null ? null : origin.service(),
        origin == null ? null : origin.state(),
        origin == null ? null : origin.step(),
        origin == null ? null : origin.rule(),
        code.retryable(),
        causes);
  }

  /** The same in this step, unless it names one itself. */
  public FailureData in(@Nullable String where) {
    return where == null || step != null
        ? this
        : new FailureData(code, message, component, service, state, where, rule, retryable, causes);
  }

  /** The same with this message. */
  public FailureData saying(String text) {
    return new FailureData(code, text, component, service, state, step, rule, retryable, causes);
  }

  /** Whether it is what an error says: what an earlier version has written has none. */
  public boolean says(@Nullable String error) {
    return message.equals(cut(error, MESSAGE));
  }

  /** The same with its texts masked. */
  public FailureData masked(UnaryOperator<String> mask) {
    return new FailureData(
        code,
        mask.apply(message),
        component,
        masked(service, mask),
        masked(state, mask),
        masked(step, mask),
        masked(rule, mask),
        retryable,
        causes.stream()
            .map(cause -> new Cause(cause.code(), mask.apply(cause.message())))
            .toList());
  }

  private static @Nullable String masked(@Nullable String text, UnaryOperator<String> mask) {
    return text == null ? null : mask.apply(text);
  }

  /** The beginning of a text of at most so many characters. */
  static @Nullable String cut(@Nullable String text, int most) {
    if (text == null || text.length() <= most) {
      return text;
    }
    int end = most - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
