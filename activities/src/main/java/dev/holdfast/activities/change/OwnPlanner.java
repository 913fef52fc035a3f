package dev.holdfast.activities.change;

import dev.holdfast.schemas.change.Plan;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;

/** Makes the plans of an operation that wants more than a desired state can say. */
@FunctionalInterface
public interface OwnPlanner {

  /**
   * The plan of a server; changes nothing. Failures are {@link
   * dev.holdfast.activities.ssh.SshException}s.
   *
   * @param input the operation's, as JSON reads it
   * @throws IllegalArgumentException if the input is wrong
   */
  Plan plan(Step step, Server server, Object input);
}
