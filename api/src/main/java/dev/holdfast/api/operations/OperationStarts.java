package dev.holdfast.api.operations;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.schemas.operation.Reviewed;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Starts operations for other parts of the API, with every check of a request by REST. */
@Component
public final class OperationStarts {
  private final OperationsController requests;
  private final Starter starter;
  private final OperationDocuments documents;
  private final JsonMapper json;

  OperationStarts(
      OperationsController requests,
      Starter starter,
      OperationDocuments documents,
      JsonMapper json) {
    this.documents = documents;
    this.requests = requests;
    this.starter = starter;
    this.json = json;
  }

  /**
   * Checks what can be known to be wrong before anything is started.
   *
   * @param request the body of {@code POST /operations}
   * @param caller who starts it
   * @throws ApiException naming every field that is wrong
   */
  public Asked check(JsonNode request, Caller caller) {
    StartRequest read = read(request);
    Starter.Checked checked = requests.check(read, caller);
    return new Asked(checked.type().name(), checked.selector().text());
  }

  /**
   * Starts an operation, or returns the one that the same key has started before. One that is to be
   * approved before it is made where an approval rule asks for more is started, and its plan waits.
   *
   * @return its id
   * @throws ApiException as for a request by REST
   */
  public String start(JsonNode request, Caller caller, String idempotencyKey) {
    return start(request, caller, idempotencyKey, null);
  }

  /**
   * The same for a step of a runbook.
   *
   * @param reviewed what was approved of the runbook before it started; null where nothing was
   */
  public String start(
      JsonNode request, Caller caller, String idempotencyKey, @Nullable Reviewed reviewed) {
    Starter.Checked checked = requests.check(read(request), caller).standingApproval();
    return starter
        .startPart(reviewed == null ? checked : checked.reviewed(reviewed), caller, idempotencyKey)
        .operation()
        .id();
  }

  /**
   * The same for what a schedule starts, which takes room in the organisation as what a person
   * does.
   */
  public String startScheduled(JsonNode request, Caller caller, String idempotencyKey) {
    return starter
        .start(requests.check(read(request), caller).standingApproval(), caller, idempotencyKey)
        .operation()
        .id();
  }

  /**
   * Starts an operation as {@code POST /operations} does.
   *
   * @throws ApiException as there
   */
  public OperationDocument begin(JsonNode request, Caller caller, @Nullable String idempotencyKey) {
    return documents.of(
        starter.start(requests.check(read(request), caller), caller, idempotencyKey).operation());
  }

  /** Starts the workflow of an operation that is stored already; if not now, the sweeper does. */
  public void begin(StoredOperation operation) {
    starter.startWorkflow(operation);
  }

  private StartRequest read(JsonNode request) {
    try {
      return json.treeToValue(request, StartRequest.class);
    } catch (JacksonException e) {
      throw ApiException.invalid("operation", e.getOriginalMessage());
    }
  }

  /**
   * @param type the operation's name
   * @param selector in its canonical form
   */
  public record Asked(String type, String selector) {}
}
