package dev.holdfast.schemas.containers.quarantine;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.command.RunsCommands;
import dev.holdfast.schemas.containers.ContainerNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Which container is isolated, and why.
 *
 * @param container its name or id
 * @param reason for those who find it isolated, 3–500 characters in one line
 * @param expireSeconds after which it ends, 60–7,776,000 (90 days); 604,800 (7 days) by default
 * @param atExpiry what becomes of it then; it is released by default
 * @param freeze its processes, too; false by default
 */
public record QuarantineInput(
    String container, String reason, Long expireSeconds, AtExpiry atExpiry, Boolean freeze)
    implements RunsCommands {
  private static final Duration DEFAULT = Duration.ofDays(7);
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(90);

  /** The network that isolated containers are in. */
  public static final String NETWORK = "quarantine_net";

  public QuarantineInput {
    ContainerNames.require(
        "container", Objects.requireNonNull(container, "container: is missing; say which"));
    reason = Reasons.require(reason);
    expireSeconds = Objects.requireNonNullElse(expireSeconds, DEFAULT.toSeconds());
    atExpiry = Objects.requireNonNullElse(atExpiry, AtExpiry.RELEASE);
    freeze = Objects.requireNonNullElse(freeze, false);
    if (expireSeconds < SHORTEST.toSeconds() || expireSeconds > LONGEST.toSeconds()) {
      throw new IllegalArgumentException(
          "expireSeconds: choose 60 (1 minute) to 7776000 (90 days)");
    }
  }

  /** With the defaults. */
  public static QuarantineInput of(String container, String reason) {
    return new QuarantineInput(container, reason, DEFAULT.toSeconds(), AtExpiry.RELEASE, false);
  }

  @JsonIgnore
  public Duration expiry() {
    return Duration.ofSeconds(expireSeconds);
  }

  /** The policy knows it as the commands of Docker's own client that do the same. */
  @Override
  public List<Invocation> invocations() {
    List<Invocation> commands = new ArrayList<>();
    commands.add(new Invocation.Words(List.of("docker", "network", "connect", NETWORK, container)));
    if (freeze) {
      commands.add(new Invocation.Words(List.of("docker", "pause", container)));
    }
    return commands;
  }

  /** Whoever may use the engine is root on the server. */
  @Override
  public boolean asRoot() {
    return true;
  }
}
