package dev.holdfast.platform.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A command as it is written down before its end is known.
 *
 * @param at when it was started
 * @param initiator who asked for the operation
 * @param operation its id; null for what belongs to none
 * @param loginUser as whom Holdfast logs in on the server
 * @param internal Holdfast's own, not what a person typed
 * @param command redacted; at most {@link #LONGEST} characters of it are kept
 */
public record AuditedCommand(
    Instant at,
    String organisation,
    String initiator,
    @Nullable String operation,
    @Nullable String step,
    @Nullable Integer generation,
    String server,
    String loginUser,
    boolean sudo,
    Kind kind,
    boolean internal,
    String command) {

  /** The most characters of a command that are kept. */
  public static final int LONGEST = 8192;

  public AuditedCommand {
    // As the database has it, which rounds: a record must not come into another month by that.
    at = at.truncatedTo(ChronoUnit.MICROS);
    if (command.length() > LONGEST) {
      String mark = "... (" + command.length() + " characters)";
      command = command.substring(0, LONGEST - mark.length()) + mark;
    }
  }

  /** By what means something was done on a server. */
  public enum Kind {
    EXEC,
    JOURNAL,
    SCRIPT,
    SFTP,
    CONNECT,
    /** Something that was done to the platform, not to a server. */
    ACTION;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** How it ended. */
  public enum Outcome {
    STARTED,
    SUCCEEDED,
    FAILED,
    /** The policy forbade it: nothing was run. */
    REFUSED,
    /**
     * The server was not reached, did not let us in, or has seen a newer holder of its lease:
     * nothing was run.
     */
    NOT_RUN,
    /** The connection was lost while it ran. */
    UNKNOWN;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Outcome of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /**
   * The end of a command.
   *
   * @param error redacted
   */
  public record End(
      Outcome outcome,
      @Nullable Integer exitCode,
      @Nullable String error,
      long durationMillis,
      long bytesOut,
      long bytesErr) {}
}
