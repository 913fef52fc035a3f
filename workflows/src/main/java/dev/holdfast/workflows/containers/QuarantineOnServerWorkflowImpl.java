package dev.holdfast.workflows.containers;

import dev.holdfast.schemas.containers.quarantine.QuarantineActivities;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Evidence;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.EvidenceRequest;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.IsolateRequest;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Isolated;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Kept;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Mark;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Observed;
import dev.holdfast.schemas.containers.quarantine.QuarantineExpiry;
import dev.holdfast.schemas.containers.quarantine.QuarantineInput;
import dev.holdfast.schemas.containers.quarantine.QuarantineOnServer;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.workflows.engine.ServerRun;
import dev.holdfast.workflows.engine.ServerRun.Done;
import dev.holdfast.workflows.engine.StepLimits;
import dev.holdfast.workflows.engine.Steps;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Isolates a container on one server, under its lease, and keeps evidence of it; a dry run takes
 * none. What is to end the quarantine waits before it begins: whatever dies, it has an end.
 */
public final class QuarantineOnServerWorkflowImpl implements QuarantineOnServer {
  private static final Duration ISOLATING = Duration.ofMinutes(2);
  private static final Duration KEEPING = Duration.ofHours(1);

  private final ServerRequest<QuarantineInput> request;
  private final QuarantineInput input;
  private final ServerRun<QuarantineInput> run;
  private final Map<String, Object> outcome = new LinkedHashMap<>();
  private boolean isolated;

  @WorkflowInit
  public QuarantineOnServerWorkflowImpl(ServerRequest<QuarantineInput> request) {
    this.request = request;
    input = request.operation().input();
    run = new ServerRun<>(request);
    run.soFar(
        () -> outcome.isEmpty() ? null : Map.copyOf(outcome),
        why ->
            isolated ? "the container is isolated, and its evidence is not complete: " + why : why);
  }

  @Override
  public ServerResult run(ServerRequest<QuarantineInput> same) {
    return same.operation().dryRun() ? run.reading(this::plan) : run.changing(this::quarantine);
  }

  private Done plan(Steps steps) {
    Observed now = on(steps).observe("find", "Look at " + input.container());
    return now.exists() && !now.isolated() ? planned(now) : asItIs(now);
  }

  private Done planned(Observed now) {
    outcome.put("container", now.name());
    outcome.put("plan", QuarantinePlan.of(now, input));
    return new Done(1, 0, null, outcome);
  }

  /** There is none, or it is isolated already: its quarantine stays as it is. */
  private Done asItIs(Observed now) {
    if (!now.exists()) {
      return new Done(0, 0, "nothing was changed: there is no container " + input.container(), null)
          .refused(FailureOrigin.ofContainer(input.container(), null));
    }
    Mark mark = Objects.requireNonNull(now.mark());
    outcome.putAll(described(mark));
    outcome.put("notes", List.of("it is in quarantine already: nothing was changed"));
    return new Done(0, 1, null, outcome);
  }

  private Done quarantine(Steps steps) {
    Observed before = on(steps).observe("find", "Look at " + input.container());
    if (!before.exists() || before.isolated()) {
      return asItIs(before);
    }
    Mark mark = mark(before);
    QuarantineExpiry expiry = Expiries.start(request, before.name(), mark);
    Isolated done = QuarantineSteps.untilKnown(generation -> isolate(steps, mark, generation));
    // What the commands said is one thing, what is there now another.
    Observed after = on(steps).observe("check", "Check that " + before.name() + " is isolated");
    if (!after.isolated()) {
      if (after.mark() == null) {
        expiry.released();
      }
      String error =
          QuarantineSteps.error(
              done, after.name() + " is not isolated: it was changed meanwhile; try again");
      return new Done(0, 0, error, null, done.unknown() != null)
          .from(FailureOrigin.ofContainer(after.name(), after.running() ? "running" : "exited"));
    }
    isolated = true;
    outcome.putAll(described(mark));
    outcome.put("plan", QuarantinePlan.of(before, input));
    outcome.put("state", !after.running() ? "stopped" : after.frozen() ? "frozen" : "running");
    outcome.put("notes", done.notes());
    keep(steps, mark.id());
    return new Done(1, 0, null, outcome);
  }

  private QuarantineSteps on(Steps steps) {
    return new QuarantineSteps(steps, input.container());
  }

  private Mark mark(Observed container) {
    long now = Workflow.currentTimeMillis();
    return new Mark(
        Objects.requireNonNull(container.id()),
        container.name(),
        input.reason(),
        Expiries.instant(now),
        Expiries.instant(now + input.expiry().toMillis()),
        input.atExpiry(),
        request.operation().id(),
        request.operation().initiator());
  }

  private static Map<String, Object> described(Mark mark) {
    return Map.of(
        "container", mark.container(),
        "quarantine", mark.operation(),
        "expiresAt", mark.expiresAt(),
        "atExpiry", mark.atExpiry().word());
  }

  private void keep(Steps steps, String id) {
    Evidence evidence =
        steps.run(
            QuarantineActivities.class,
            "evidence",
            1,
            "Keep the evidence",
            StepLimits.running(KEEPING),
            (activities, step) -> activities.keepEvidence(new EvidenceRequest(step, id)));
    outcome.put("evidence", evidence.files().stream().map(Kept::document).toList());
    outcome.put("missing", evidence.missing());
  }

  private Isolated isolate(Steps steps, Mark mark, int generation) {
    return steps.run(
        QuarantineActivities.class,
        "isolate",
        generation,
        "Isolate " + mark.container(),
        StepLimits.running(ISOLATING),
        (activities, step) -> activities.isolateContainer(new IsolateRequest(step, input, mark)));
  }
}
