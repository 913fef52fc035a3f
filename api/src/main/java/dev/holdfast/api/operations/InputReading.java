package dev.holdfast.api.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.file.FileStore;
import dev.holdfast.platform.file.StoredFile;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.operation.CheckedInput;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.runbook.RunbookDefinition;
import dev.holdfast.schemas.runbook.RunbookInput;
import dev.holdfast.schemas.transfer.UsesFiles;
import dev.holdfast.schemas.undo.UndoInput;
import java.util.ArrayList;
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
        case UsesFiles uses -> stored(uses, caller);
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

  private List<FieldError> stored(UsesFiles uses, Caller caller) {
    List<FieldError> errors = new ArrayList<>();
    long together = 0;
    for (String sha256 : uses.storedFiles()) {
      StoredFile file = files.find(caller.organisation(), sha256, caller.name()).orElse(null);
      if (file == null) {
        errors.add(
            new FieldError(
                "input",
                "there is no stored file "
                    + sha256
                    + " of yours; bring it with PUT /api/v1/files first (it is kept for a day)"));
      } else if (file.size() > uses.largestStoredFile()) {
        errors.add(
            new FieldError(
                "input",
                "the stored file %s has %d bytes, and may have %d to be undone; use copy for it"
                    .formatted(sha256, file.size(), uses.largestStoredFile())));
      } else {
        together += file.size();
      }
    }
    if (together > uses.mostStoredBytes()) {
      errors.add(
          new FieldError(
              "input",
              "its stored files have %d bytes together, and may have %d to be undone; use copy"
                  .formatted(together, uses.mostStoredBytes())));
    }
    return errors;
  }

  /** The stored files that an input names; none where it cannot be read. */
  List<String> storedFiles(OperationType type, JsonNode input) {
    try {
      return JsonPayloads.mapper().readValue(input.toString(), type.inputType())
              instanceof UsesFiles uses
          ? uses.storedFiles()
          : List.of();
    } catch (JsonProcessingException e) {
      return List.of();
    }
  }
}
