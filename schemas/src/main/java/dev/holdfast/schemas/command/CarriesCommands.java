package dev.holdfast.schemas.command;

import java.util.List;

/** An activity's request that runs what its input says. */
public interface CarriesCommands extends RunsCommands {

  /** What the person asks for. */
  RunsCommands input();

  @Override
  default List<Invocation> invocations() {
    return input().invocations();
  }

  @Override
  default boolean asRoot() {
    return input().asRoot();
  }
}
