package dev.holdfast.schemas.gate;

import dev.holdfast.schemas.failure.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.List;

/** Says that a gate does not hold: it is tried again while there is time. */
public final class GateClosed {
  /** More servers than these are counted, not named. */
  private static final int NAMED = 10;

  private GateClosed() {}

  /**
   * The failure of a try.
   *
   * @param why for people; no output of a command
   */
  public static ApplicationFailure because(String why, GateTry gate, Instant now) {
    return now.toEpochMilli() < gate.until()
        ? ApplicationFailure.newFailure(why, FailureType.GATE_CLOSED.name())
        : atOnce(why);
  }

  /** The failure of a try that need not be repeated. */
  public static ApplicationFailure atOnce(String why) {
    return ApplicationFailure.newNonRetryableFailure(why, FailureType.GATE_CLOSED.name());
  }

  /**
   * Why it does not hold on servers.
   *
   * @param reasons each with its server
   * @param of how many were asked
   */
  public static String on(List<String> reasons, int of) {
    String named = String.join(", ", reasons.stream().sorted().limit(NAMED).toList());
    int more = reasons.size() - NAMED;
    return "on %d of %d servers: %s%s"
        .formatted(reasons.size(), of, named, more > 0 ? " and " + more + " more" : "");
  }
}
