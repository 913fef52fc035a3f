package dev.holdfast.schemas.containers.release;

import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.command.RunsCommands;
import dev.holdfast.schemas.containers.ContainerNames;
import dev.holdfast.schemas.containers.quarantine.QuarantineInput;
import dev.holdfast.schemas.containers.quarantine.Reasons;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which container is released.
 *
 * @param container its name or id
 * @param reason why; null for none
 * @param quarantine the operation that has isolated it, where one that another has isolated since
 *     is not meant; null for whichever it is
 */
public record ReleaseInput(String container, @Nullable String reason, @Nullable String quarantine)
    implements RunsCommands {
  public ReleaseInput {
    ContainerNames.require(
        "container", Objects.requireNonNull(container, "container: is missing; say which"));
    reason = reason == null ? null : Reasons.require(reason);
    if (quarantine != null && !quarantine.matches("op-[A-Za-z0-9-]{1,80}")) {
      throw new IllegalArgumentException(
          "quarantine: '%s' is not the id of an operation".formatted(quarantine));
    }
  }

  /** The policy knows it as the command of Docker's own client that does the same. */
  @Override
  public List<Invocation> invocations() {
    return List.of(
        new Invocation.Words(
            List.of("docker", "network", "disconnect", QuarantineInput.NETWORK, container)));
  }

  /** Whoever may use the engine is root on the server. */
  @Override
  public boolean asRoot() {
    return true;
  }
}
