package dev.holdfast.workflows.containers;

import dev.holdfast.schemas.containers.monitor.ContainerMonitor;
import dev.holdfast.schemas.containers.monitor.ContainerMonitorActivities;
import dev.holdfast.schemas.containers.monitor.ContainerMonitorActivities.End;
import dev.holdfast.schemas.containers.monitor.ContainerMonitorActivities.Watched;
import dev.holdfast.schemas.server.ServerNames;
import dev.holdfast.workflows.engine.StepLimits;
import dev.holdfast.workflows.engine.Timers;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Objects;

/** Has one activity watch for hours, another one go on, and waits where a server is not there. */
public final class ContainerMonitorWorkflowImpl implements ContainerMonitor {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** After so many the pause is the longest one. */
  private static final int MOST_DOUBLINGS = 6;

  private boolean changed;

  @Override
  public void run(Watch watch) {
    Watch now = watch;
    while (true) {
      changed = false;
      Watched watched = activities(now).watchContainers(now);
      now = now.on(watched.queue());
      if (watched.end() == End.UNREACHABLE) {
        now = now.failed(watched.sampled() ? 1 : now.failures() + 1);
        show(now, Objects.requireNonNullElse(watched.why(), "it cannot be reached"));
        var _ =
            Timers.await(pause(now.failures()), "Before the server is tried again", () -> changed);
      } else if (watched.end() == End.OVER && !changed) {
        return;
      } else {
        now = now.failed(0);
      }
      if (watched.end() == End.HANDED_OVER || Workflow.getInfo().isContinueAsNewSuggested()) {
        // The activity looks at what is wanted first: a signal that is lost here is not missed.
        Workflow.newContinueAsNewStub(ContainerMonitor.class).run(now);
      }
    }
  }

  @Override
  public void changed() {
    changed = true;
  }

  private static Duration pause(int failures) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }

  private static void show(Watch watch, String why) {
    Workflow.setCurrentDetails(
        "**Not watched**, %d times in a row: %s".formatted(watch.failures(), why));
  }

  private static ContainerMonitorActivities activities(Watch watch) {
    Workflow.setCurrentDetails("");
    return Workflow.newActivityStub(
        ContainerMonitorActivities.class,
        ActivityOptions.newBuilder(StepLimits.WATCH)
            .setTaskQueue(watch.queue())
            .setSummary("Watch the containers of " + ServerNames.within(watch.name()))
            .build());
  }
}
