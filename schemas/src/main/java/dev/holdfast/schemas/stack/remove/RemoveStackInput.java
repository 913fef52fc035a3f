package dev.holdfast.schemas.stack.remove;

import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.command.RunsCommands;
import java.util.List;
import java.util.Objects;

/**
 * Which stack is removed.
 *
 * @param stack its name
 * @param volumes whether its volumes are removed with the data in them; not by default
 */
public record RemoveStackInput(String stack, Boolean volumes) implements RunsCommands {
  public RemoveStackInput {
    volumes = Objects.requireNonNullElse(volumes, false);
  }

  /** The policy knows it as the commands that remove containers and volumes. */
  @Override
  public List<Invocation> invocations() {
    Invocation containers = new Invocation.Words(List.of("docker", "rm", "--force", stack));
    return volumes
        ? List.of(containers, new Invocation.Words(List.of("docker", "volume", "rm", stack)))
        : List.of(containers);
  }

  @Override
  public boolean asRoot() {
    return true;
  }
}
