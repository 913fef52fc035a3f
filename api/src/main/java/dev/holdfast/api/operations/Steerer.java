package dev.holdfast.api.operations;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.operation.SteeringRequests;
import dev.holdfast.platform.operation.SteeringRequests.Wish;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.platform.temporal.TemporalConnection;
import dev.holdfast.schemas.failure.FailureWords;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Does to a running operation what people ask for, and turns refusals into problems. */
@Component
public final class Steerer {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** How long somebody waits who steers an operation before it is done without them. */
  static final Duration AT_ONCE = Duration.ofSeconds(5);

  private final WorkflowClient client;
  private final OperationWorkflows workflows;
  private final OperationDocuments documents;
  private final SteeringRequests requests;
  private final SteeringSender sender;

  Steerer(
      TemporalConnection temporal,
      OperationWorkflows workflows,
      OperationDocuments documents,
      SteeringRequests requests,
      SteeringSender sender) {
    this.requests = requests;
    this.sender = sender;
    this.client = temporal.client();
    this.workflows = workflows;
    this.documents = documents;
  }

  /** Asks an operation to stop; it reconciles what runs on its servers before it ends. */
  public void cancel(String id) {
    StoredOperation operation = open(id);
    steer(
        id,
        id,
        stub -> {
          if (operation.runId() == null) {
            // Not known to have started: starting is harmless, and cancelling nothing is a lie.
            workflows.start(operation);
          }
          stub.cancel();
        });
  }

  /** The same for one that may have ended by itself. */
  public void cancelUnlessEnded(String id) {
    try {
      cancel(id);
    } catch (ApiException e) {
      if (e.problem().status() >= 500) {
        throw e;
      }
    }
  }

  /**
   * Sends a Temporal Update to an operation.
   *
   * @param workflow the operation's id, or that of one of its servers' workflows
   * @throws ApiException 404, 409 if the operation refuses or has ended, 503 if nobody answers
   */
  public void update(String id, String workflow, String update, Object argument) {
    open(id);
    steer(id, workflow, stub -> stub.update(update, Void.class, argument));
  }

  /**
   * Wants something of a running operation, and has it sent until the operation has taken it or
   * refused it.
   *
   * @return false where no worker has heard it yet
   * @throws ApiException 404, 409 if the operation refuses or has ended
   */
  boolean want(String id, String update, Object argument, String by) {
    StoredOperation operation = open(id);
    Wish wish = requests.record(id, update, JsonPayloads.write(argument), by);
    // One that is just being started hears it when it has.
    if (operation.runId() == null || !requests.isNext(wish)) {
      return false;
    }
    try {
      sender.send(wish).get(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      RuntimeException problem = problem(id, Objects.requireNonNull(e.getCause()));
      if (problem instanceof ApiException known && known.problem().status() < 500) {
        requests.done(wish);
        throw problem;
      }
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private StoredOperation open(String id) {
    StoredOperation operation = documents.stored(id);
    if (operation.state().ended()) {
      throw ended(id, " has ended: " + operation.state().word() + ".");
    }
    return operation;
  }

  private void steer(String id, String workflow, Consumer<WorkflowStub> action) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("steer-" + id)
        .start(() -> {
          try {
            action.accept(client.newUntypedWorkflowStub(workflow));
            done.complete(null);
          } catch (RuntimeException e) {
            done.completeExceptionally(e);
          }
        });
    try {
      done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw problem(id, Objects.requireNonNull(e.getCause()));
    } catch (TimeoutException e) {
      throw ApiException.unavailable(
          "no-worker",
          "No worker has answered for "
              + id
              + " within "
              + PATIENCE.toSeconds()
              + " s; the request may still take effect. ./holdfast status shows the workers.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ApiException.unavailable("stopping", "The API is stopping.");
    }
  }

  private static RuntimeException problem(String id, Throwable cause) {
    return switch (cause) {
      case WorkflowUpdateException refused ->
          ApiException.conflict("refused-by-operation", reason(refused));
      case WorkflowNotFoundException gone -> ended(id, " has no running workflow.");
      case WorkflowServiceException service -> temporal(service.getCause(), id);
      case StatusRuntimeException grpc -> temporal(grpc, id);
      case RuntimeException other -> other;
      default -> new IllegalStateException(cause);
    };
  }

  private static RuntimeException temporal(@Nullable Throwable e, String id) {
    if (e instanceof StatusRuntimeException grpc
        && grpc.getStatus().getCode() == Status.Code.NOT_FOUND) {
      return ended(id, " has no running workflow.");
    }
    return ApiException.unavailable(
        "temporal-unavailable", "Temporal cannot be reached; try again in a moment.");
  }

  /** The text of the validator that refused, without Temporal's words around it. */
  static String reason(Throwable refused) {
    return FailureWords.of(refused);
  }

  private static ApiException ended(String id, String how) {
    return ApiException.conflict("operation-ended", "Operation " + id + how);
  }
}
