package dev.holdfast.workflows.copy;

import dev.holdfast.schemas.copy.CopyInput;
import dev.holdfast.schemas.copy.CopyOnServer;
import dev.holdfast.schemas.failure.Component;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.transfer.TransferActivities;
import dev.holdfast.schemas.transfer.TransferActivities.PlaceRequest;
import dev.holdfast.schemas.transfer.TransferActivities.Placed;
import dev.holdfast.schemas.transfer.TransferActivities.Result;
import dev.holdfast.schemas.transfer.TransferActivities.SendRequest;
import dev.holdfast.schemas.transfer.TransferActivities.Sent;
import dev.holdfast.workflows.engine.ServerRun;
import dev.holdfast.workflows.engine.ServerRun.Done;
import dev.holdfast.workflows.engine.StepLimits;
import dev.holdfast.workflows.engine.Steps;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Copies a file to one server, under its lease. */
public final class CopyOnServerWorkflowImpl implements CopyOnServer {
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final int GENERATIONS = 3;
  private static final FailureOrigin FILES = FailureOrigin.of(Component.FILES);

  private final CopyInput input;
  private final ServerRun<CopyInput> run;

  @WorkflowInit
  public CopyOnServerWorkflowImpl(ServerRequest<CopyInput> request) {
    input = request.operation().input();
    run = new ServerRun<>(request);
  }

  @Override
  public ServerResult run(ServerRequest<CopyInput> request) {
    return run.changing(this::copy);
  }

  /** Where nobody knows whether the file was put in its place, a new generation looks. */
  private Done copy(Steps steps) {
    String message = "";
    for (int generation = 1; generation <= GENERATIONS; generation++) {
      Sent sent = send(steps, generation);
      if (sent.unchanged()) {
        return new Done(0, 1, null, facts(sent));
      }
      Placed placed = place(steps, generation, sent);
      if (placed.result() != Result.INTERRUPTED) {
        @Nullable String error = placed.result() == Result.APPLIED ? null : placed.message();
        return new Done(error == null ? 1 : 0, 0, error, facts(sent)).from(FILES);
      }
      message = placed.message();
    }
    return new Done(0, 0, "interrupted " + GENERATIONS + " times: " + message, null).from(FILES);
  }

  private Sent send(Steps steps, int generation) {
    return steps.run(
        TransferActivities.class,
        "send",
        generation,
        "Send the file for " + input.path(),
        StepLimits.running(LONGEST),
        (activities, step) -> activities.send(new SendRequest(step, input)));
  }

  private Placed place(Steps steps, int generation, Sent sent) {
    return steps.run(
        TransferActivities.class,
        "place",
        generation,
        "Verify it and put it in the place of " + input.path(),
        StepLimits.CHANGE,
        (activities, step) -> activities.place(new PlaceRequest(step, input, sent)));
  }

  private static Map<String, Object> facts(Sent sent) {
    Map<String, Object> facts = new TreeMap<>();
    facts.put("bytes", sent.size());
    facts.put("ofBytes", sent.size());
    facts.put("sha256", sent.sha256());
    facts.put("path", sent.target());
    if (sent.via() != null) {
      facts.put("via", sent.via().word());
      facts.put("resumedAt", sent.resumedAt());
      facts.put("millis", sent.millis());
    }
    return facts;
  }
}
