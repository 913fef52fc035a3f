package dev.holdfast.schemas.runbook;

import dev.holdfast.schemas.operation.CheckedInput;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A runbook as it was when it was started, and what it is given.
 *
 * @param definition see {@link RunbookDefinition}
 * @param inputs a value for each input that the definition declares and has no default for
 */
public record RunbookInput(Map<String, Object> definition, Map<String, Object> inputs)
    implements CheckedInput {
  public RunbookInput {
    Objects.requireNonNull(definition, "definition");
    inputs = Objects.requireNonNullElse(inputs, Map.of());
  }

  @Override
  public List<Problem> problems() {
    return RunbookParser.parse(definition).problems().stream()
        .map(problem ->
            new Problem(
                problem.field().isEmpty() ? "definition" : "definition." + problem.field(),
                problem.message()))
        .toList();
  }

  /**
   * The definition, read.
   *
   * @throws IllegalArgumentException if it is wrong
   */
  public RunbookDefinition read() {
    return RunbookParser.parse(definition).orThrow();
  }
}
