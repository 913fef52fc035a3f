package dev.holdfast.workflows.containers;

import dev.holdfast.schemas.containers.quarantine.QuarantineActivities;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Isolated;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Mark;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Observed;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.ReleaseRequest;
import dev.holdfast.schemas.containers.release.ReleaseInput;
import dev.holdfast.schemas.containers.release.ReleaseOnServer;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.workflows.engine.ServerRun;
import dev.holdfast.workflows.engine.ServerRun.Done;
import dev.holdfast.workflows.engine.StepLimits;
import dev.holdfast.workflows.engine.Steps;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Releases a container on one server, under its lease; a dry run takes none. What is released
 * already is left as it is: two that race for it release it once.
 */
public final class ReleaseOnServerWorkflowImpl implements ReleaseOnServer {
  private static final Duration RELEASING = Duration.ofMinutes(3);

  private final String server;
  private final ReleaseInput input;
  private final ServerRun<ReleaseInput> run;

  @WorkflowInit
  public ReleaseOnServerWorkflowImpl(ServerRequest<ReleaseInput> request) {
    server = request.server();
    input = request.operation().input();
    run = new ServerRun<>(request);
  }

  @Override
  public ServerResult run(ServerRequest<ReleaseInput> request) {
    return request.operation().dryRun() ? run.reading(this::plan) : run.changing(this::release);
  }

  private Done plan(Steps steps) {
    Observed now = on(steps).observe("find", "Look at " + input.container());
    Mark mark = now.mark();
    return mark == null || !meant(mark) ? nothing(now) : done(mark, List.of());
  }

  private boolean meant(Mark mark) {
    return input.quarantine() == null || input.quarantine().equals(mark.operation());
  }

  private Done nothing(Observed now) {
    String container = input.container();
    if (now.mark() == null && !now.exists() && input.quarantine() == null) {
      return new Done(0, 0, "nothing was changed: there is no container " + container, null)
          .refused(FailureOrigin.ofContainer(container, null));
    }
    String note =
        now.mark() == null
            ? container + " is in no quarantine: nothing was changed"
            : "another operation has isolated %s since: nothing was changed".formatted(container);
    return new Done(0, 1, null, Map.of("container", container, "notes", List.of(note)));
  }

  private static Done done(Mark mark, List<String> notes) {
    return new Done(
        1,
        0,
        null,
        Map.of("container", mark.container(), "quarantine", mark.operation(), "notes", notes));
  }

  private Done release(Steps steps) {
    Observed before = on(steps).observe("find", "Look at " + input.container());
    Mark mark = before.mark();
    if (mark == null || !meant(mark)) {
      return nothing(before);
    }
    Isolated released = QuarantineSteps.untilKnown(generation -> release(steps, mark, generation));
    Mark left =
        on(steps).observe("check", "Check that " + mark.container() + " is released").mark();
    if (left != null && left.operation().equals(mark.operation())) {
      String error =
          QuarantineSteps.error(released, mark.container() + " is still in quarantine; try again");
      return new Done(0, 0, error, null, released.unknown() != null)
          .from(FailureOrigin.ofContainer(mark.container(), "isolated"));
    }
    Expiries.end(mark.operation(), server);
    return done(mark, released.notes());
  }

  private QuarantineSteps on(Steps steps) {
    return new QuarantineSteps(steps, input.container());
  }

  private Isolated release(Steps steps, Mark mark, int generation) {
    return steps.run(
        QuarantineActivities.class,
        "release",
        generation,
        "Release " + mark.container(),
        StepLimits.running(RELEASING),
        (activities, step) ->
            activities.releaseContainer(
                new ReleaseRequest(step, input, mark.id(), mark.operation())));
  }
}
