package dev.holdfast.schemas.runbook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a user has declared.
 *
 * @param inputs the JSON Schema of each input, by its name; one without {@code default} is required
 * @param steps in the order in which they run
 */
public record RunbookDefinition(
    String name,
    String title,
    String description,
    Map<String, Map<String, Object>> inputs,
    List<RunbookStep> steps) {

  public RunbookDefinition {
    inputs = new LinkedHashMap<>(inputs);
    steps = List.copyOf(steps);
  }

  /** Every step that runs an operation, also those within others, in their order. */
  public List<RunbookStep.Run> runs() {
    List<RunbookStep.Run> runs = new ArrayList<>();
    for (RunbookStep step : steps) {
      switch (step) {
        case RunbookStep.Run run -> runs.add(run);
        case RunbookStep.Parallel parallel -> runs.addAll(parallel.steps());
        case RunbookStep.Approval _ -> {}
      }
    }
    return runs;
  }

  /** What is given, with the defaults of what is not. */
  public Map<String, Object> withDefaults(Map<String, Object> given) {
    Map<String, Object> all = new LinkedHashMap<>();
    inputs.forEach((name, schema) -> {
      if (given.containsKey(name)) {
        all.put(name, given.get(name));
      } else if (schema.containsKey("default")) {
        all.put(name, schema.get("default"));
      }
    });
    return all;
  }

  /** The JSON Schema (2020-12) of what it is given. */
  public Map<String, Object> schema() {
    return Map.of(
        "type",
        "object",
        "additionalProperties",
        false,
        "properties",
        inputs,
        "required",
        inputs.entrySet().stream()
            .filter(input -> !input.getValue().containsKey("default"))
            .map(Map.Entry::getKey)
            .toList());
  }
}
