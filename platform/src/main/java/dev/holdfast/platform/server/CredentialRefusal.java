package dev.holdfast.platform.server;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credential that a server has refused.
 *
 * @param since when it was refused first
 * @param refusals how often in a row
 * @param reason in the server's own words
 * @param nextTry when it may be tried again without anybody's help; null for never
 */
public record CredentialRefusal(
    CredentialKind kind, Instant since, int refusals, String reason, @Nullable Instant nextTry) {
  /** What is said of a try whose end nobody has seen. */
  static final String UNSEEN =
      "the worker that tried it was lost before the server had answered; whether it is right is not known";

  private static final int LONGEST_MINUTES = 15;

  /** How long a key is left alone that was refused so often: 1, 2, 4, 8 and then 15 minutes. */
  static Duration pause(int refusals) {
    int doublings = Math.clamp(refusals - 1L, 0, 4);
    return Duration.ofMinutes(Math.min(LONGEST_MINUTES, 1 << doublings));
  }
}
