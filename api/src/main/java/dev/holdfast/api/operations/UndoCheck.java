package dev.holdfast.api.operations;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.ShownPlans;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.change.Irreversible;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.undo.UndoInput;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Whether there is something to undo, before an operation is started for it. */
@Component
final class UndoCheck {
  private static final String READ = "operations:read";

  private final CallerAccess access;
  private final Operations operations;
  private final ShownPlans plans;

  UndoCheck(CallerAccess access, Operations operations, ShownPlans plans) {
    this.access = access;
    this.operations = operations;
    this.plans = plans;
  }

  List<FieldError> check(UndoInput input, Caller caller) {
    if (!input.leave().isEmpty()) {
      return List.of(
          new FieldError("input.leave", input.operation() + " is no runbook: it has no steps"));
    }
    return refusal(input, caller)
        .map(problem -> List.of(new FieldError("input.operation", problem)))
        .orElse(List.of());
  }

  /** Why it cannot be undone, for a person; empty where its plan has to tell. */
  Optional<String> refusal(UndoInput input, Caller caller) {
    return problem(input.operation(), caller).or(() -> lost(input));
  }

  /** Whether all that would be undone is lost; what can be undone in part its plan tells. */
  private Optional<String> lost(UndoInput input) {
    List<String> ids =
        plans.inPlace(input.operation()).stream()
            .filter(id -> input.changes().isEmpty() || input.changes().contains(id))
            .toList();
    List<String> reasons = ids.stream().map(Irreversible::why).flatMap(Optional::stream).toList();
    return ids.isEmpty() || reasons.size() < ids.size()
        ? Optional.empty()
        : Optional.of(
            "%s cannot be undone: %s"
                .formatted(input.operation(), String.join("; ", new TreeSet<>(reasons))));
  }

  private Optional<String> problem(String id, Caller caller) {
    // One that the caller may not see is answered like one that there is not.
    Optional<StoredOperation> found =
        operations.find(id).filter(it -> access.toOperations(caller, READ, List.of(id)).test(id));
    if (found.isEmpty()) {
      return Optional.of("there is no operation " + id + "; ./holdfast ops list shows them");
    }
    StoredOperation operation = found.get();
    Optional<OperationType> type = Catalogue.find(operation.type());
    if (type.isPresent() && type.get().kind() != OperationType.Kind.CHANGE) {
      return Optional.of("%s was %s. %s".formatted(id, operation.type(), type.get().undo()));
    }
    if (operation.dryRun()) {
      return Optional.of(id + " was a dry run: it has changed nothing");
    }
    if (operation.endedAt() == null) {
      return Optional.of(
          "%s has not ended yet; wait for it, or cancel it with ./holdfast ops cancel %s"
              .formatted(id, id));
    }
    return Optional.empty();
  }
}
