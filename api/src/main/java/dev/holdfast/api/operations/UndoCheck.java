package dev.holdfast.api.operations;

import dev.holdfast.api.auth.Access;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.undo.UndoInput;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whether there is something to undo, before an operation is started for it. */
@Component
final class UndoCheck {
  private static final String READ = "operations:read";

  private final Access access;
  private final Operations operations;

  UndoCheck(Access access, Operations operations) {
    this.access = access;
    this.operations = operations;
  }

  List<FieldError> check(UndoInput input, Caller caller) {
    return problem(input.operation(), caller)
        .map(problem -> List.of(new FieldError("input.operation", problem)))
        .orElse(List.of());
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
