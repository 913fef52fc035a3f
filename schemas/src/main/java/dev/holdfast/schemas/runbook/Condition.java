package dev.holdfast.schemas.runbook;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A comparison such as {@code steps.check.failed > 0} or {@code inputs.mode == "fast"}; a reference
 * alone has to be true.
 *
 * @param reference without braces
 * @param literal a number, a text or a truth value
 */
public record Condition(String reference, Operator operator, String literal) {
  private static final Pattern FORM =
      Pattern.compile(
          "(inputs\\.\\S+?|steps\\.\\S+?|item)\\s*(?:(==|!=|>=|<=|>|<)\\s*(\"[^\"]*\"|'[^']*'|\\S+))?");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(?:\\.[0-9]{1,9})?");

  /** How two values are compared. */
  public enum Operator {
    IS("=="),
    IS_NOT("!="),
    AT_LEAST(">="),
    AT_MOST("<="),
    MORE(">"),
    LESS("<");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }
  }

  /** A condition as it is typed; empty if it has another form. */
  public static Optional<Condition> parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String sign = matcher.group(2);
    if (sign == null) {
      return Optional.of(new Condition(matcher.group(1), Operator.IS, "true"));
    }
    String literal = unquoted(matcher.group(3));
    for (Operator operator : Operator.values()) {
      if (operator.sign.equals(sign)) {
        boolean ordered = operator != Operator.IS && operator != Operator.IS_NOT;
        return ordered && !NUMBER.matcher(literal).matches()
            ? Optional.empty()
            : Optional.of(new Condition(matcher.group(1), operator, literal));
      }
    }
    return Optional.empty();
  }

  private static String unquoted(String text) {
    boolean quoted = text.length() >= 2 && (text.startsWith("\"") || text.startsWith("'"));
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  /**
   * Whether it holds. What has no value, as of a step that was skipped, is an empty text.
   *
   * @param scope what references name, as nested maps
   */
  public boolean holds(Map<String, ?> scope) {
    String value = value(scope);
    if (NUMBER.matcher(value).matches() && NUMBER.matcher(literal).matches()) {
      int order = new BigDecimal(value).compareTo(new BigDecimal(literal));
      return switch (operator) {
        case IS -> order == 0;
        case IS_NOT -> order != 0;
        case AT_LEAST -> order >= 0;
        case AT_MOST -> order <= 0;
        case MORE -> order > 0;
        case LESS -> order < 0;
      };
    }
    return switch (operator) {
      case IS -> value.equals(literal);
      case IS_NOT -> !value.equals(literal);
      case AT_LEAST, AT_MOST, MORE, LESS -> false;
    };
  }

  private String value(Map<String, ?> scope) {
    try {
      Object value = References.value(reference, scope);
      return value == null ? "" : String.valueOf(value);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** As a person would type it. */
  @Override
  public String toString() {
    return reference + " " + operator.sign + " " + literal;
  }
}
