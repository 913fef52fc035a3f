package dev.holdfast.schemas.reboot;

import java.time.Duration;
import java.util.Objects;

/**
 * How a server is rebooted.
 *
 * @param timeoutMinutes how long it may take to come back, 1–120; 10 by default
 */
public record RebootInput(Integer timeoutMinutes) {
  public RebootInput {
    timeoutMinutes = Objects.requireNonNullElse(timeoutMinutes, 10);
  }

  public Duration timeout() {
    return Duration.ofMinutes(timeoutMinutes);
  }
}
