package dev.holdfast.api.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.file.FileStore;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.operation.CheckedInput;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.runbook.RunbookDefinition;
import dev.holdfast.schemas.runbook.RunbookInput;
import dev.holdfast.schemas.transfer.UsesFiles;
import dev.holdfast.schemas.undo.UndoInput;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Reads inputs as the records of their operations: what these refuse must not become a workflow,
 * and stored files that they name must belong to whoever starts it.
 */
@Component
final class InputReading {
  private final FileStore files;
  private final UndoCheck undo;
  private final RunbookCheck runbooks;

  InputReading(FileStore files, UndoCheck undo, RunbookCheck runbooks) {
    this.files = files;
    this.undo = undo;
    this.runbooks = runbooks;
  }

  /**
   * What is wrong. Files that are named are kept for a day from now on, and while the operation is
   * open.
   *
   * @param input valid by its JSON Schema
   */
  List<FieldError> check(OperationType type, JsonNode input, Caller caller) {
    try {
      Object read = JsonPayloads.mapper().readValue(input.toString(), type.inputType());
      List<FieldError> problems = read instanceof CheckedInput checked ? said(checked) : List.of();
      if (!problems.isEmpty()) {
        return problems;
      }
      return switch (read) {
        case UsesFiles uses -> strangers(uses, caller);
        case UndoInput undoing -> undo.check(undoing, caller);
        case RunbookInput runbook -> runbook(runbook, caller);
        default -> List.of();
      };
    } catch (JsonProcessingException e) {
      Throwable cause = e.getCause() instanceof IllegalArgumentException told ? told : e;
      return List.of(new FieldError("input", String.valueOf(cause.getMessage())));
    }
  }

  private List<FieldError> runbook(RunbookInput input, Caller caller) {
    RunbookDefinition definition = input.read();
    runbooks.requireOperations(definition, caller);
    return Stream.concat(
            runbooks.definition(definition, caller).stream()
                .map(error -> new FieldError("input.definition." + error.field(), error.message())),
            runbooks.given(definition, input.inputs()).stream())
        .toList();
  }

  private static List<FieldError> said(CheckedInput input) {
    return input.problems().stream()
        .map(problem -> new FieldError("input." + problem.field(), problem.message()))
        .toList();
  }

  private List<FieldError> strangers(UsesFiles uses, Caller caller) {
    return uses.storedFiles().stream()
        .filter(sha256 -> files.find(caller.organisation(), sha256, caller.name()).isEmpty())
        .map(sha256 ->
            new FieldError(
                "input",
                "there is no stored file "
                    + sha256
                    + " of yours; bring it with PUT /api/v1/files first (it is kept for a day)"))
        .toList();
  }
}
