package dev.holdfast.schemas.operation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What must hold after a wave before the next one starts. In JSON a text: {@code verify}, {@code
 * command:LINE}, {@code url:ADDRESS} or {@code metric:ADDRESS QUERY}.
 *
 * @param what the line for {@code sh}, the address, or the address and the query; empty for {@link
 *     Kind#VERIFY}
 */
public record HealthGate(Kind kind, String what) {
  /** Longer ones belong into a script on the server. */
  private static final int LONGEST = 2000;

  private static final String FORMS =
      "write verify, command:LINE such as command:'curl -fs localhost/health', url:ADDRESS,"
          + " or 'metric:ADDRESS QUERY'";

  /** Who is asked. */
  public enum Kind {
    /** Each server of the wave is still in its desired state. */
    VERIFY,
    /** A command on each server of the wave ends with 0. */
    COMMAND,
    /** An address answers the platform with a status of 200 to 299. */
    URL,
    /** A query in PromQL that the platform asks a Prometheus has a result. */
    METRIC;

    /** Whether the platform asks, and not a worker on servers. */
    public boolean onPlatform() {
      return this == URL || this == METRIC;
    }

    /** As it stands before the colon. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads a gate as people write it.
   *
   * @throws IllegalArgumentException if it is none
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static HealthGate of(String text) {
    String gate = text.strip();
    if (gate.equals(Kind.VERIFY.word())) {
      return new HealthGate(Kind.VERIFY, "");
    }
    int colon = gate.indexOf(':');
    String what = gate.substring(colon + 1).strip();
    if (colon < 0 || what.isEmpty()) {
      throw new IllegalArgumentException("'" + gate + "' is not a gate; " + FORMS);
    }
    if (what.length() > LONGEST) {
      throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
    }
    return switch (gate.substring(0, colon)) {
      case "command" -> new HealthGate(Kind.COMMAND, what);
      case "url" -> new HealthGate(Kind.URL, what);
      case "metric" -> new HealthGate(Kind.METRIC, what);
      default -> throw new IllegalArgumentException("'" + gate + "' is not a gate; " + FORMS);
    };
  }

  /** As it stands in JSON. */
  @JsonValue
  @Override
  public String toString() {
    return what.isEmpty() ? kind.word() : kind.word() + ":" + what;
  }
}
