package dev.holdfast.schemas.operation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some of an operation's servers: so many, or so many percent. In JSON a number or {@code "25%"}.
 *
 * @param value at least 0; at most 100 if it is a percentage
 */
public record Share(int value, boolean percent) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(%?)");

  public Share {
    if (value < 0 || (percent && value > 100)) {
      throw new IllegalArgumentException(
          "'" + value + (percent ? "%" : "") + "' is neither a number nor a percentage up to 100%");
    }
  }

  /** So many servers. */
  public static Share count(int servers) {
    return new Share(servers, false);
  }

  /**
   * Reads {@code 5} or {@code 25%}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Share of(Object text) {
    Matcher matcher = TEXT.matcher(text.toString().strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is neither a number such as 5 nor a percentage such as 25%");
    }
    return new Share(Integer.parseInt(matcher.group(1)), !matcher.group(2).isEmpty());
  }

  /** The number of servers of so many; a part of a server does not count. */
  public int floorOf(int servers) {
    return percent ? (int) ((long) servers * value / 100) : value;
  }

  /** The number of servers of so many, never more than there are; a part of a server is one. */
  public int ceilingOf(int servers) {
    return percent ? (int) (((long) servers * value + 99) / 100) : Math.min(value, servers);
  }

  /** As it stands in JSON. */
  @JsonValue
  public Object word() {
    return percent ? value + "%" : value;
  }

  @Override
  public String toString() {
    return word().toString();
  }
}
