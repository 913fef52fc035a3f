package dev.holdfast.schemas.exec;

import dev.holdfast.schemas.step.StepResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a command ended on a server.
 *
 * @param exitCode 0–255, 128 + n if signal n ended it; null where nobody knows
 * @param timedOut it was ended because it took too long
 * @param stdoutBytes stored of its output
 * @param stderrBytes stored of its error output
 * @param error what went wrong, for people; null where it ended with 0
 */
public record ExecOutcome(
    @Nullable Integer exitCode,
    boolean timedOut,
    long stdoutBytes,
    long stderrBytes,
    @Nullable String error)
    implements StepResult {
  /** Bytes of a stream that a server keeps for as long as its journal: the rest is cut off. */
  private static final long KEPT = 8 << 20;

  /** Of {@code timeout} and of signals: this code and those above it. */
  private static final int LEAST_OF_SUPERVISION = 124;

  /** A command that ran to its end, or to the end of its time. */
  public static ExecOutcome ended(
      int exitCode, boolean timedOut, int timeoutSeconds, long stdoutBytes, long stderrBytes) {
    String error =
        timedOut
            ? "was ended after " + timeoutSeconds + " s, its timeout"
            : exitCode == 0 ? null : "exit code " + exitCode + signal(exitCode);
    return new ExecOutcome(exitCode, timedOut, stdoutBytes, stderrBytes, error);
  }

  /** A command of which nobody knows how far it came. */
  public static ExecOutcome interrupted(String reason, long stdoutBytes, long stderrBytes) {
    return new ExecOutcome(
        null,
        false,
        stdoutBytes,
        stderrBytes,
        "interrupted: "
            + reason
            + "; how far it came is unknown, so check before you run it again");
  }

  /** Whether nobody knows how far it came. */
  public boolean interrupted() {
    return exitCode == null && !timedOut && error != null;
  }

  /**
   * Whether it has ended by itself, and little is kept of it on the server. What had to be killed
   * may take a while to go.
   */
  public boolean leftNothing() {
    return exitCode != null
        && exitCode < LEAST_OF_SUPERVISION
        && stdoutBytes <= KEPT
        && stderrBytes <= KEPT;
  }

  /**
   * What the operation tells of it, for clients.
   *
   * @param attempt its number, from 1
   * @param generation under which its output is kept, from 1
   */
  public Map<String, Object> facts(int attempt, int generation) {
    Map<String, Object> facts = new LinkedHashMap<>();
    if (attempt > 1) {
      facts.put("attempts", attempt);
    }
    if (generation > 1) {
      facts.put("generation", generation);
    }
    if (exitCode != null) {
      facts.put("exitCode", exitCode);
    }
    if (timedOut) {
      facts.put("timedOut", true);
    }
    facts.put("stdoutBytes", stdoutBytes);
    facts.put("stderrBytes", stderrBytes);
    return facts;
  }

  /** What went wrong and when the next attempt is, for people. */
  public String next(int attempt, int attempts, Instant at) {
    return "%s; attempt %d of %d at %s"
        .formatted(error, attempt, attempts, at.truncatedTo(ChronoUnit.SECONDS));
  }

  private static String signal(int exitCode) {
    return exitCode > 128 && exitCode <= 128 + 64 ? " (signal " + (exitCode - 128) + ")" : "";
  }
}
