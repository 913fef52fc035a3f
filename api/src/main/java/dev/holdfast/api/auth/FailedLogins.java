package dev.holdfast.api.auth;

import dev.holdfast.api.web.MinuteCounts;
import org.springframework.stereotype.Component;

/**
 * Counts failed authentications per address and minute.
 *
 * <p>It slows guessing down; whoever has a good token is never refused, because on a loopback
 * address everybody shares one counter.
 */
@Component
public final class FailedLogins {
  private static final int ALLOWED_PER_MINUTE = 20;

  private final MinuteCounts counts;

  FailedLogins(MinuteCounts counts) {
    this.counts = counts;
  }

  /** Counts one more; returns whether there were too many by now. */
  public boolean tooMany(String address) {
    return counts.addAndAsk("failed-logins:" + address) > ALLOWED_PER_MINUTE;
  }
}
