package dev.holdfast.schemas.undo;

import java.util.List;
import java.util.Objects;

/**
 * What is undone.
 *
 * @param operation the id of the operation whose changes are undone
 * @param changes the ids of the changes, such as {@code user:deploy}; empty for all of them
 */
public record UndoInput(String operation, List<String> changes) {
  public UndoInput {
    Objects.requireNonNull(operation, "operation");
    changes = List.copyOf(Objects.requireNonNullElse(changes, List.of()));
  }
}
