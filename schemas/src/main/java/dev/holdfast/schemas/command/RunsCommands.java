package dev.holdfast.schemas.command;

import java.util.List;

/**
 * An input or an activity's request that makes a server run what a person asks for.
 *
 * <p>The command policy is asked about it at the edge when the input of an operation is one, and
 * again before an activity whose first argument is one.
 */
public interface RunsCommands {

  /** What is to be run, in its order. */
  List<Invocation> invocations();

  /** Whether root is needed to run it: as root, or as another user than the login's. */
  boolean asRoot();
}
