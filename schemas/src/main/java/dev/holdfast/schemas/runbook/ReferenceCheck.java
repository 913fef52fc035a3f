package dev.holdfast.schemas.runbook;

import dev.holdfast.schemas.runbook.RunbookStep.Run;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether references name what exists by the time that their step runs. */
final class ReferenceCheck {
  /** What is known of a step that has ended. */
  static final Set<String> FIELDS =
      Set.of("state", "changes", "servers", "failed", "output", "exitCode", "operation", "error");

  /** Fields that a shell or an interpreter reads as code. */
  private static final Set<String> CODE = Set.of("shell", "script", "commands");

  private static final Pattern INTERPRETER =
      Pattern.compile("(.*/)?((ba|da|z|k|a|c|tc)?sh|(python|perl|ruby|php|node|lua)[0-9.]*)");

  /** Their options after which code is. */
  private static final Set<String> CODE_FOLLOWS = Set.of("-c", "-e", "-ec", "-lc");

  private final Set<String> inputs = new HashSet<>();
  private final Set<String> ended = new HashSet<>();
  private final Set<String> repeated = new HashSet<>();

  void declare(Collection<String> names) {
    inputs.addAll(names);
  }

  /** From here on steps may refer to this one. */
  void ended(Run step) {
    ended.add(step.id());
    if (step.forEach() != null) {
      repeated.add(step.id());
    }
  }

  void check(FieldReader reader, Run step) {
    boolean items = step.forEach() != null;
    References.in(step.resolvedInput()).forEach(one -> check(reader, "input", one, items));
    for (Condition condition : step.when()) {
      check(reader, "when", condition.reference(), items);
    }
    if (step.onFailedOf() != null && !ended.contains(step.onFailedOf())) {
      reader.problem(
          "onFailedOf", "'" + step.onFailedOf() + "' names no step that has ended by then");
    }
    if (step.onFailedOf() != null && repeated.contains(step.onFailedOf())) {
      reader.problem("onFailedOf", "'" + step.onFailedOf() + "' runs for each of a list");
    }
    forEach(reader, step.forEach());
    if (step.operation().equals("exec") && step.input() != null) {
      refuseCode(reader, step.input());
    }
  }

  private void forEach(FieldReader reader, @Nullable Object forEach) {
    boolean list =
        forEach == null
            || forEach instanceof List
            || (forEach instanceof String text && References.in(text).size() == 1);
    if (!list) {
      reader.problem("forEach", "is a list, or a reference to one such as ${inputs.units}");
    }
    References.in(forEach).forEach(one -> check(reader, "forEach", one, false));
  }

  private void check(FieldReader reader, String field, String reference, boolean items) {
    List<String> parts = List.of(reference.split("\\.", -1));
    String problem =
        switch (parts.getFirst()) {
          case "item" -> items ? null : "stands in a step without forEach";
          case "inputs" ->
              parts.size() == 2 && inputs.contains(parts.get(1))
                  ? null
                  : "is none of the declared inputs";
          default -> step(parts);
        };
    if (problem != null) {
      reader.problem(field, "${" + reference + "} " + problem);
    }
  }

  private @Nullable String step(List<String> parts) {
    if (parts.size() != 3 || !FIELDS.contains(parts.get(2))) {
      return "is nothing that is known of a step: steps.ID and one of "
          + String.join(", ", FIELDS.stream().sorted().toList());
    }
    return ended.contains(parts.get(1)) ? null : "names no step that has ended by then";
  }

  /** What a server printed must never become a part of what another runs. */
  private static void refuseCode(FieldReader reader, Map<String, Object> input) {
    if (input.get("command") instanceof List<?> words) {
      boolean interpreted = false;
      for (int i = 1; i < words.size(); i++) {
        interpreted |= INTERPRETER.matcher(String.valueOf(words.get(i - 1))).matches();
        if (interpreted
            && CODE_FOLLOWS.contains(String.valueOf(words.get(i - 1)))
            && !References.in(words.get(i)).isEmpty()) {
          reader.problem(
              "input.command",
              "'%s' would become a part of the code; give it as an argument behind it, or in env"
                  .formatted(words.get(i)));
        }
      }
    }
    for (String field : CODE) {
      List<String> found = References.in(input.get(field));
      if (!found.isEmpty()) {
        reader.problem(
            "input." + field,
            "${"
                + found.getFirst()
                + "} would become a part of the code; give it as a variable: env: {NAME: \"${"
                + found.getFirst()
                + "}\"} and write \"$NAME\"");
      }
    }
  }
}
