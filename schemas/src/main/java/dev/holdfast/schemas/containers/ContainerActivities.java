package dev.holdfast.schemas.containers;

import dev.holdfast.schemas.command.CarriesCommands;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.step.StepScoped;
import io.temporal.activity.ActivityInterface;

/**
 * Works with the container engines of servers.
 *
 * <p>Failures are ApplicationFailures of a {@link dev.holdfast.schemas.failure.FailureType}.
 */
@ActivityInterface
public interface ContainerActivities {

  /**
   * Puts what is to be seen into the operation's log: a JSON document on each line, or the lines
   * that a container printed. Delivered again it reads again, into a log of that delivery's own.
   */
  Read readContainers(ReadRequest request);

  record ReadRequest(Step step, ContainersInput input) implements StepScoped, CarriesCommands {}

  /**
   * What was read.
   *
   * @param count of what it was, such as containers
   * @param running of these
   * @param generation under which it is in the log
   * @param stdoutBytes in the log
   * @param stderrBytes in the log
   */
  record Read(int count, int running, int generation, long stdoutBytes, long stderrBytes) {}
}
