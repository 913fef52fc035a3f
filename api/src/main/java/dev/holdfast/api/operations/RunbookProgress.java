package dev.holdfast.api.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.runbook.RunbookStepRow;
import dev.holdfast.platform.runbook.RunbookSteps;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.runbook.RunbookOperation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How far runbooks are. */
@Component
final class RunbookProgress {
  private static final Set<String> FAILED =
      Set.of(OperationState.FAILED.word(), OperationState.CANCELLED.word());

  private final RunbookSteps steps;
  private final Operations operations;

  RunbookProgress(RunbookSteps steps, Operations operations) {
    this.steps = steps;
    this.operations = operations;
  }

  /**
   * A step of a runbook that has begun.
   *
   * @param step its id, with the number of the item where it runs for each of a list
   * @param type the operation's name
   * @param operation that it has started
   * @param state that of the operation, or {@code skipped}
   * @param reason why it started none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record StepDocument(
      String step,
      int attempt,
      @Nullable String type,
      @Nullable String operation,
      String state,
      @Nullable String reason,
      Instant at) {}

  /**
   * The steps that have begun, in their order.
   *
   * @param warnings of those that are not critical, and have failed
   */
  record Steps(List<StepDocument> begun, List<Warning> warnings) {
    static final Steps NONE = new Steps(List.of(), List.of());
  }

  /** The steps of an operation in the order in which they began; none unless it is a runbook. */
  Steps of(StoredOperation operation) {
    if (!operation.type().equals(RunbookOperation.TYPE.name())) {
      return Steps.NONE;
    }
    List<RunbookStepRow> rows = steps.list(operation.id());
    List<StepDocument> documents = documents(operation, rows);
    return new Steps(documents, warnings(rows, documents));
  }

  /**
   * What failed in an operation without failing it.
   *
   * @param step of the runbook
   * @param operation that has failed; absent where it could not be started
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Warning(String step, @Nullable String operation, @Nullable String reason) {}

  /** The steps that are not critical, and have failed for good by now. */
  static List<Warning> warnings(List<RunbookStepRow> rows, List<StepDocument> documents) {
    Map<String, Warning> last = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      RunbookStepRow row = rows.get(i);
      StepDocument document = documents.get(i);
      last.remove(row.key());
      if (!row.critical() && FAILED.contains(document.state())) {
        last.put(row.key(), new Warning(row.key(), document.operation(), document.reason()));
      }
    }
    return List.copyOf(last.values());
  }

  private List<StepDocument> documents(StoredOperation operation, List<RunbookStepRow> rows) {
    List<StepDocument> documents = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      RunbookStepRow row = rows.get(i);
      boolean last = i == rows.size() - 1;
      documents.add(row.isApproval() ? question(operation, row, last) : document(row));
    }
    return documents;
  }

  /** What follows a question was agreed to. */
  private static StepDocument question(
      StoredOperation operation, RunbookStepRow row, boolean last) {
    OperationState state =
        !last || operation.state() == OperationState.RUNNING
            ? OperationState.SUCCEEDED
            : operation.state();
    return new StepDocument(
        row.key(), row.attempt(), row.type(), null, state.word(), row.reason(), row.at());
  }

  private StepDocument document(RunbookStepRow row) {
    Optional<StoredOperation> child = Optional.ofNullable(row.child()).flatMap(operations::find);
    String state =
        row.skipped()
            ? "skipped"
            : child.map(StoredOperation::state).orElse(OperationState.FAILED).word();
    return new StepDocument(
        row.key(),
        row.attempt(),
        row.type(),
        row.child(),
        state,
        row.reason() == null ? child.map(StoredOperation::error).orElse(null) : row.reason(),
        row.at());
  }

  /** The runbook that has started an operation; null if a person or a schedule has. */
  @Nullable String startedBy(StoredOperation operation) {
    return steps.parent(operation.id()).orElse(null);
  }
}
