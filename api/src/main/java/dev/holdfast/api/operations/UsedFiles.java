package dev.holdfast.api.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.file.FileStore;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.transfer.UsesFiles;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Checks that whoever starts an operation may use the stored files that its input names. */
@Component
final class UsedFiles {
  private final FileStore files;

  UsedFiles(FileStore files) {
    this.files = files;
  }

  /**
   * What is wrong; from now on the files are kept for a day, and as long as the operation is open.
   *
   * @param input valid by its JSON Schema
   */
  List<FieldError> check(OperationType type, JsonNode input, String caller) {
    if (!UsesFiles.class.isAssignableFrom(type.inputType())) {
      return List.of();
    }
    try {
      var read = (UsesFiles) JsonPayloads.mapper().readValue(input.toString(), type.inputType());
      return read.storedFiles().stream()
          .filter(sha256 -> files.find(sha256, caller).isEmpty())
          .map(sha256 ->
              new FieldError(
                  "input",
                  "there is no stored file "
                      + sha256
                      + " of yours; bring it"
                      + " with PUT /api/v1/files first (it is kept for a day)"))
          .toList();
    } catch (JsonProcessingException e) {
      Throwable cause = e.getCause() instanceof IllegalArgumentException told ? told : e;
      return List.of(new FieldError("input", String.valueOf(cause.getMessage())));
    }
  }
}
