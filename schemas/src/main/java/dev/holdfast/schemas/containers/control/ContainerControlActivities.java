package dev.holdfast.schemas.containers.control;

import dev.holdfast.schemas.command.CarriesCommands;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.step.StepScoped;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes containers on servers.
 *
 * <p>Failures are ApplicationFailures of a {@link dev.holdfast.schemas.failure.FailureType}.
 */
@ActivityInterface
public interface ContainerControlActivities {

  /** How these containers are now, in the order asked for; also those that are not there. */
  FoundContainers findContainers(FindRequest request);

  /**
   * Does to containers what the input says, through the journal: at most once for a step, and
   * nothing to one that was restarted, removed or replaced since it was found.
   */
  Controlled controlContainers(ControlRequest request);

  record FindRequest(Step step, List<String> containers) implements StepScoped {
    public FindRequest {
      containers = List.copyOf(containers);
    }
  }

  record FoundContainers(List<Found> containers) {
    public FoundContainers {
      containers = List.copyOf(containers);
    }
  }

  /**
   * A container as it was at one moment.
   *
   * @param name as it was asked for
   * @param id null where there is none of this name
   * @param running as a process, also where it is paused or restarting
   * @param startedAt when it was last started, as the engine tells it
   * @param exitCode of its last end
   * @param quarantine why it is in quarantine; null where it is in none
   */
  record Found(
      String name,
      @Nullable String id,
      boolean running,
      @Nullable String startedAt,
      @Nullable Integer exitCode,
      @Nullable String quarantine) {

    /** One that is in no quarantine. */
    public Found(
        String name,
        @Nullable String id,
        boolean running,
        @Nullable String startedAt,
        @Nullable Integer exitCode) {
      this(name, id, running, startedAt, exitCode, null);
    }

    /** Whether there is one. */
    public boolean exists() {
      return id != null;
    }

    /** That there is none. */
    public static Found none(String name) {
      return new Found(name, null, false, null, null);
    }
  }

  /**
   * @param containers which of those that the input names, as they were found
   */
  record ControlRequest(Step step, ContainerControlInput input, List<Found> containers)
      implements StepScoped, CarriesCommands {
    public ControlRequest {
      containers = List.copyOf(containers);
    }
  }

  /**
   * How it ended.
   *
   * @param unknown why nobody knows, so that another generation may try; null where it is known
   * @param error what the engine complained of; null where it did not
   */
  record Controlled(@Nullable String unknown, @Nullable String error) {}
}
