package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * Keeps callers from waiting for a server that cannot be reached: after a few connects in a row
 * have failed they fail at once, but for one after a growing delay, whose success lets all in.
 * Thread-safe.
 *
 * <p>Only an unreachable or throttling server opens it; one that refuses a key or shows a wrong one
 * is there. Resilience4j's would need as much code around it, to count in a row and to tell since
 * when, why and until when.
 */
final class Breaker {
  private final SshSettings.Limits limits;
  private final Clock clock;
  private int failures;
  private int probes;
  private boolean probing;
  private Instant since = Instant.EPOCH;
  private Instant next = Instant.EPOCH;
  private String last = "";

  Breaker(SshSettings.Limits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Lets an attempt to connect pass, which must then be told as succeeded, failed or given up.
   *
   * @throws SshException of type UNREACHABLE if it is not to be made now
   */
  synchronized void enter(Server server) {
    if (!isOpen()) {
      return;
    }
    Instant now = clock.instant();
    if (!probing && !now.isBefore(next)) {
      probing = true;
      return;
    }
    String when =
        probing
            ? "it is being tried now"
            : "it is tried again in %d s".formatted(Duration.between(now, next).toSeconds() + 1);
    throw new SshException(
        FailureType.UNREACHABLE,
        "%s (%s:%d) is not tried, because it has been unreachable since %s (%d attempts); %s. The last failure: %s"
            .formatted(
                server.name(),
                server.address(),
                server.port(),
                since.truncatedTo(ChronoUnit.SECONDS),
                failures,
                when,
                last),
        null);
  }

  synchronized void succeeded() {
    failures = 0;
    probes = 0;
    probing = false;
  }

  synchronized void failed(SshException failure) {
    if (!failure.type().retryable()) {
      givenUp();
      return;
    }
    Instant now = clock.instant();
    if (failures == 0) {
      since = now;
    }
    failures++;
    probing = false;
    last = Objects.toString(failure.getMessage());
    if (isOpen()) {
      next =
          now.plus(JitteredDelay.jittered(limits.probeDelay(), probes, limits.longestProbeDelay()));
      probes++;
    }
  }

  /** An attempt ended without telling whether the server can be reached. */
  synchronized void givenUp() {
    probing = false;
  }

  synchronized boolean isOpen() {
    return failures >= limits.failures();
  }
}
