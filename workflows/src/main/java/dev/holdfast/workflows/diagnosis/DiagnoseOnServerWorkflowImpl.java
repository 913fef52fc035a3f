package dev.holdfast.workflows.diagnosis;

import dev.holdfast.schemas.diagnosis.DiagnoseActivities;
import dev.holdfast.schemas.diagnosis.DiagnoseActivities.Found;
import dev.holdfast.schemas.diagnosis.DiagnoseActivities.StepRequest;
import dev.holdfast.schemas.diagnosis.DiagnoseInput;
import dev.holdfast.schemas.diagnosis.DiagnoseOnServer;
import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.workflows.engine.ServerRun;
import dev.holdfast.workflows.engine.ServerRun.Done;
import dev.holdfast.workflows.engine.StepLimits;
import dev.holdfast.workflows.engine.Steps;
import io.temporal.workflow.WorkflowInit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out what is wrong with one server; it takes no lease. */
public final class DiagnoseOnServerWorkflowImpl implements DiagnoseOnServer {
  private final DiagnoseInput input;
  private final ServerRun<DiagnoseInput> run;

  @WorkflowInit
  public DiagnoseOnServerWorkflowImpl(ServerRequest<DiagnoseInput> request) {
    input = request.operation().input();
    run = new ServerRun<>(request);
  }

  @Override
  public ServerResult run(ServerRequest<DiagnoseInput> request) {
    return run.reading(this::diagnose);
  }

  private Done diagnose(Steps steps) {
    Found found =
        steps.run(
            DiagnoseActivities.class,
            "diagnose",
            1,
            input.loginOnly() ? "Try the login" : "Check the server and the way to it",
            StepLimits.READ,
            (activities, step) -> activities.diagnoseInOperation(new StepRequest(step, input)));
    return new Done(0, 0, error(found), facts(found));
  }

  private static @Nullable String error(Found found) {
    if (found.worst() == null) {
      return null;
    }
    return found.problems()
        + (found.problems() == 1 ? " problem: " : " problems, first: ")
        + found.worst();
  }

  private static Map<String, Object> facts(Found found) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("problems", found.problems());
    facts.put("warnings", found.warnings());
    facts.put("ok", found.ok());
    facts.put("skipped", found.skipped());
    if (found.generation() > 1) {
      facts.put("generation", found.generation());
    }
    facts.put("stdoutBytes", found.stdoutBytes());
    return facts;
  }
}
