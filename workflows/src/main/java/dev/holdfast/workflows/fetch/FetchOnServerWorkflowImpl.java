package dev.holdfast.workflows.fetch;

import dev.holdfast.schemas.fetch.FetchInput;
import dev.holdfast.schemas.fetch.FetchOnServer;
import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.transfer.TransferActivities;
import dev.holdfast.schemas.transfer.TransferActivities.FetchRequest;
import dev.holdfast.schemas.transfer.TransferActivities.Fetched;
import dev.holdfast.workflows.engine.ServerRun;
import dev.holdfast.workflows.engine.ServerRun.Done;
import dev.holdfast.workflows.engine.StepLimits;
import dev.holdfast.workflows.engine.Steps;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Fetches a file or directory from one server; it takes no lease. */
public final class FetchOnServerWorkflowImpl implements FetchOnServer {
  private static final Duration LONGEST = Duration.ofHours(24);

  private final FetchInput input;
  private final ServerRun<FetchInput> run;

  @WorkflowInit
  public FetchOnServerWorkflowImpl(ServerRequest<FetchInput> request) {
    input = request.operation().input();
    run = new ServerRun<>(request);
  }

  @Override
  public ServerResult run(ServerRequest<FetchInput> request) {
    return run.reading(this::fetch);
  }

  private Done fetch(Steps steps) {
    Fetched fetched =
        steps.run(
            TransferActivities.class,
            "fetch",
            1,
            "Fetch " + input.path(),
            StepLimits.running(LONGEST),
            (activities, step) -> activities.fetch(new FetchRequest(step, input)));
    return new Done(0, 0, null, outcome(fetched));
  }

  private static Map<String, Object> outcome(Fetched fetched) {
    Map<String, Object> outcome =
        new TreeMap<>(
            Map.of(
                "bytes", fetched.size(),
                "ofBytes", fetched.size(),
                "sha256", fetched.sha256(),
                "mode", fetched.mode(),
                "modifiedAtSeconds", fetched.modifiedAtSeconds(),
                "via", fetched.via().word(),
                "millis", fetched.millis()));
    if (fetched.warnings() != null && !fetched.warnings().isEmpty()) {
      outcome.put("warnings", fetched.warnings());
    }
    return outcome;
  }
}
