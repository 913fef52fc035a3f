package dev.holdfast.api.servers;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.temporal.TemporalConnection;
import dev.holdfast.schemas.diagnosis.DiagnoseServer;
import dev.holdfast.schemas.diagnosis.Diagnosis;
import dev.holdfast.schemas.diagnosis.DiagnosisRequest;
import dev.holdfast.schemas.failure.FailureWords;
import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.schemas.server.Server;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Starts the workflows that look servers over, and waits for them. */
@Component
final class DiagnosisWorkflows {
  /** The workflow ends before the wait for it does, and that before a client's own. */
  private static final Duration LIMIT = Duration.ofSeconds(50);

  private static final Duration WAIT = Duration.ofSeconds(55);

  private final WorkflowClient client;

  DiagnosisWorkflows(TemporalConnection temporal) {
    this.client = temporal.client();
  }

  /**
   * What a worker finds; who asks while another asks for the same server gets the same answer.
   *
   * @throws ApiException 503 if no worker answers in time, or Temporal cannot be reached
   */
  Diagnosis diagnose(Server server) {
    String queue = TaskQueues.ssh(server.region());
    return run(
        server,
        queue,
        DiagnoseServer.workflowId(server.name()),
        new DiagnosisRequest(server.name(), queue));
  }

  /**
   * What a worker finds that only tries the login and sudo, with a connection of its own.
   *
   * @throws ApiException 503 if no worker answers in time, or Temporal cannot be reached
   */
  Diagnosis tryLogin(Server server) {
    String queue = TaskQueues.ssh(server.region());
    return run(
        server,
        queue,
        DiagnoseServer.loginWorkflowId(server.name()),
        new DiagnosisRequest(server.name(), queue, true));
  }

  private Diagnosis run(Server server, String queue, String id, DiagnosisRequest request) {
    try {
      WorkflowStub workflow =
          client.newUntypedWorkflowStub(
              DiagnoseServer.TYPE,
              WorkflowOptions.newBuilder()
                  .setWorkflowId(id)
                  .setTaskQueue(TaskQueues.WORKFLOWS)
                  .setWorkflowIdConflictPolicy(
                      WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                  .setWorkflowExecutionTimeout(LIMIT)
                  .build());
      workflow.start(request);
      Diagnosis found = workflow.getResult(WAIT.toSeconds(), TimeUnit.SECONDS, Diagnosis.class);
      return new Diagnosis(
          server.nameWithin(), found.at(), found.findings(), found.durationMillis());
    } catch (WorkflowFailedException e) {
      throw failed(server.nameWithin(), queue, e);
    } catch (TimeoutException e) {
      throw noWorker(server.nameWithin(), queue);
    } catch (WorkflowServiceException | StatusRuntimeException e) {
      throw ApiException.unavailable(
          "temporal-unavailable", "Temporal cannot be reached; try again in a moment.");
    }
  }

  private static ApiException failed(String server, String queue, WorkflowFailedException failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApplicationFailure failure) {
        return ApiException.of(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "diagnosis-failed",
            "'%s' could not be checked: %s".formatted(server, FailureWords.of(failure)));
      }
    }
    return noWorker(server, queue);
  }

  private static ApiException noWorker(String server, String queue) {
    return ApiException.unavailable(
        "no-worker",
        "No worker has looked '%s' over in time; ./holdfast status shows the workers, %s starts one."
            .formatted(server, TaskQueues.workerCommand(queue)));
  }
}
