package dev.holdfast.api.testing;

import dev.holdfast.schemas.lockdown.Lockdown;
import dev.holdfast.schemas.lockdown.LockdownInput;
import dev.holdfast.schemas.operation.FleetSteering;
import dev.holdfast.schemas.operation.OperationActivities;
import dev.holdfast.schemas.operation.OperationActivities.OperationUpdate;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Pace;
import dev.holdfast.schemas.operation.PlanHash;
import dev.holdfast.schemas.operation.Progress;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.Steering;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The smallest operation that waits for an approval and writes what it comes to. */
public final class ApprovableLockdown implements Lockdown, Steering, FleetSteering {
  private final OperationActivities activities =
      Workflow.newActivityStub(
          OperationActivities.class,
          ActivityOptions.newBuilder().setScheduleToCloseTimeout(Duration.ofSeconds(30)).build());
  private @Nullable String awaited;
  private @Nullable Decision decision;
  private boolean paused;
  private boolean rejected;

  /** The hash of the plan of every operation here. */
  public static String planHash() {
    return PlanHash.of(Map.of("plan", "of the test"));
  }

  @Override
  public OperationResult run(OperationRequest<LockdownInput> request) {
    String hash = planHash();
    List<String> targets;
    // All of it: a cancellation may arrive before the first step has ended.
    try {
      targets = activities.targets(request.id());
      awaited = hash;
      record(request, OperationState.AWAITING_APPROVAL, hash);
      if (!request.approved()) {
        Workflow.await(() -> decision != null && !paused);
      }
    } catch (CanceledFailure cancelled) {
      Workflow.newDetachedCancellationScope(() -> record(request, OperationState.CANCELLED, hash))
          .run();
      throw cancelled;
    }
    if (rejected) {
      record(request, OperationState.CANCELLED, hash);
      return result(OperationState.CANCELLED, hash, targets.size());
    }
    activities.recordServers(
        request.id(),
        targets.stream()
            .map(server -> new ServerResult(server, ServerState.SUCCEEDED, 7, 41, hash, null))
            .toList());
    record(request, OperationState.SUCCEEDED, hash);
    return result(OperationState.SUCCEEDED, hash, targets.size());
  }

  private void record(OperationRequest<LockdownInput> request, OperationState state, String hash) {
    activities.recordOperation(new OperationUpdate(request.id(), state, hash, null));
  }

  @Override
  public void concurrency(ConcurrencyChange change) {
    activities.recordPace(Workflow.getInfo().getWorkflowId(), new Pace(change.servers(), 2, 3));
  }

  @Override
  public void validateConcurrency(ConcurrencyChange change) {}

  @Override
  public void skip(Skip skip) {
    activities.recordServers(
        Workflow.getInfo().getWorkflowId(),
        List.of(
            new ServerResult(
                skip.server(), ServerState.SKIPPED, 0, 0, null, "skipped by " + skip.by())));
  }

  @Override
  public void validateSkip(Skip skip) {}

  @Override
  public void window(WindowChange change) {
    told(
        activities.targets(Workflow.getInfo().getWorkflowId()),
        "window %s by %s".formatted(change.window(), change.by()));
  }

  @Override
  public void validateWindow(WindowChange change) {}

  @Override
  public void retry(Retry retry) {
    told(retry.servers(), "tried once more by " + retry.by());
  }

  @Override
  public void validateRetry(Retry retry) {
    if (retry.servers().isEmpty()) {
      throw new IllegalStateException("there is no server on which it has failed");
    }
  }

  @Override
  public void fix(Fix fix) {
    told(List.of(fix.server()), "fixed by %s: %s".formatted(fix.by(), fix.input()));
  }

  @Override
  public void validateFix(Fix fix) {}

  private void told(List<String> servers, String what) {
    activities.recordServers(
        Workflow.getInfo().getWorkflowId(),
        servers.stream()
            .map(server -> new ServerResult(server, ServerState.FAILED, 0, 0, null, what))
            .toList());
  }

  private static OperationResult result(OperationState state, String hash, int total) {
    return new OperationResult(state, hash, 7, Progress.of(Map.of(ServerState.SUCCEEDED, total)));
  }

  @Override
  public void approve(Decision made) {
    decision = made;
  }

  @Override
  public void validateApprove(Decision made) {
    if (!made.planHash().equals(awaited)) {
      throw new IllegalStateException("the plan has changed: decide on " + awaited);
    }
  }

  @Override
  public void reject(Decision made) {
    rejected = true;
    decision = made;
  }

  @Override
  public void validateReject(Decision made) {
    validateApprove(made);
  }

  @Override
  public void pause(String by) {
    paused = true;
  }

  @Override
  public void resume(String by) {
    paused = false;
  }

  @Override
  public void validateResume(String by) {}
}
