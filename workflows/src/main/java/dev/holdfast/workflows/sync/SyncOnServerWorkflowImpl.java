package dev.holdfast.workflows.sync;

import dev.holdfast.schemas.failure.Component;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.sync.SyncActivities;
import dev.holdfast.schemas.sync.SyncActivities.Differences;
import dev.holdfast.schemas.sync.SyncActivities.PlaceTreeRequest;
import dev.holdfast.schemas.sync.SyncActivities.StagedTree;
import dev.holdfast.schemas.sync.SyncActivities.TreeRequest;
import dev.holdfast.schemas.sync.SyncInput;
import dev.holdfast.schemas.sync.SyncOnServer;
import dev.holdfast.schemas.transfer.TransferActivities.Placed;
import dev.holdfast.schemas.transfer.TransferActivities.Result;
import dev.holdfast.workflows.engine.ServerRun;
import dev.holdfast.workflows.engine.ServerRun.Done;
import dev.holdfast.workflows.engine.StepLimits;
import dev.holdfast.workflows.engine.Steps;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Makes a directory on one server like another, under its lease; a dry run takes none. */
public final class SyncOnServerWorkflowImpl implements SyncOnServer {
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final int GENERATIONS = 3;
  private static final FailureOrigin FILES = FailureOrigin.of(Component.FILES);

  private final SyncInput input;
  private final ServerRun<SyncInput> run;

  @WorkflowInit
  public SyncOnServerWorkflowImpl(ServerRequest<SyncInput> request) {
    input = request.operation().input();
    run = new ServerRun<>(request);
  }

  @Override
  public ServerResult run(ServerRequest<SyncInput> request) {
    return request.operation().dryRun() ? run.reading(this::compare) : run.changing(this::sync);
  }

  private Done compare(Steps steps) {
    Differences found =
        steps.run(
            SyncActivities.class,
            "compare",
            1,
            "Compare " + input.path(),
            StepLimits.running(LONGEST),
            (activities, step) -> activities.compareTree(new TreeRequest(step, input)));
    return new Done(found.count(), found.unchanged(), null, facts(found));
  }

  /** Where nobody knows how much of it was put in place, a new generation compares again. */
  private Done sync(Steps steps) {
    String message = "";
    for (int generation = 1; generation <= GENERATIONS; generation++) {
      StagedTree staged = send(steps, generation);
      Differences found = staged.differences();
      if (staged.staging().isEmpty()) {
        return new Done(0, found.unchanged(), null, facts(found));
      }
      Placed placed = place(steps, generation, staged);
      if (placed.result() == Result.APPLIED) {
        return new Done(found.count(), found.unchanged(), null, facts(staged));
      }
      message = placed.message();
      if (placed.result() == Result.FAILED) {
        return new Done(0, found.unchanged(), message, null).from(FILES);
      }
    }
    return new Done(0, 0, "interrupted " + GENERATIONS + " times: " + message, null).from(FILES);
  }

  private StagedTree send(Steps steps, int generation) {
    return steps.run(
        SyncActivities.class,
        "send",
        generation,
        "Compare, and send what differs for " + input.path(),
        StepLimits.running(LONGEST),
        (activities, step) -> activities.sendTree(new TreeRequest(step, input)));
  }

  private Placed place(Steps steps, int generation, StagedTree staged) {
    return steps.run(
        SyncActivities.class,
        "place",
        generation,
        "Verify it and put it in place in " + input.path(),
        StepLimits.CHANGE,
        (activities, step) -> activities.placeTree(new PlaceTreeRequest(step, input, staged)));
  }

  private static Map<String, Object> facts(StagedTree staged) {
    Map<String, Object> facts = new TreeMap<>(facts(staged.differences()));
    facts.put("path", staged.target());
    if (staged.via() != null) {
      facts.put("via", staged.via().word());
      facts.put("resumed", staged.resumed());
      facts.put("millis", staged.millis());
    }
    return facts;
  }

  private static Map<String, Object> facts(Differences found) {
    return Map.of(
        "files", found.files(),
        "bytes", found.bytes(),
        "ofBytes", found.bytes(),
        "links", found.links(),
        "directories", found.directories(),
        "attributes", found.attributes(),
        "deleted", found.deleted());
  }
}
