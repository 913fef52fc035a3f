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

  /** The policy knows it as the command that removes the containers. */
  @Override
  public List<Invocation> invocations() {
    return List.of(new Invocation.Words(List.of("docker", "rm", "--force", stack)));
  }

  @Override
  public boolean asRoot() {
    return true;
  }
}
