package dev.holdfast.schemas.undo;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;

/**
 * What is undone.
 *
 * @param operation the id of the operation whose changes are undone
 * @param changes the ids of the changes, such as {@code user:deploy}; empty for all of them
 * @param leave of a runbook, the ids of the steps that are not undone; empty for none
 * @param after operations that are undone first: what they have changed, too, is no part of the
 *     plan, because nobody knows yet how they leave it; empty for none
 */
public record UndoInput(
    String operation,
    List<String> changes,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> leave,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> after) {
  public UndoInput {
    Objects.requireNonNull(operation, "operation");
    changes = List.copyOf(Objects.requireNonNullElse(changes, List.of()));
    leave = List.copyOf(Objects.requireNonNullElse(leave, List.of()));
    after = List.copyOf(Objects.requireNonNullElse(after, List.of()));
  }

  /** Everything that an operation has changed. */
  public static UndoInput all(String operation) {
    return new UndoInput(operation, List.of(), List.of(), List.of());
  }
}
