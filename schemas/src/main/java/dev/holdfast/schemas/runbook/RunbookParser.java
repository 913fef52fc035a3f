package dev.holdfast.schemas.runbook;

import dev.holdfast.schemas.operation.CheckedInput.Problem;
import dev.holdfast.schemas.operation.HealthGate;
import dev.holdfast.schemas.operation.Share;
import dev.holdfast.schemas.runbook.RunbookStep.Approval;
import dev.holdfast.schemas.runbook.RunbookStep.OnFailure;
import dev.holdfast.schemas.runbook.RunbookStep.Pace;
import dev.holdfast.schemas.runbook.RunbookStep.Parallel;
import dev.holdfast.schemas.runbook.RunbookStep.Retry;
import dev.holdfast.schemas.runbook.RunbookStep.Run;
import dev.holdfast.schemas.server.Selector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a runbook, and says everything that is wrong with it at once. */
public final class RunbookParser {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,59}");
  private static final Pattern INPUT = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,59}");

  /** By these ids questions are kept. */
  private static final Pattern QUESTION = Pattern.compile("approval-[0-9]+");

  private static final int MOST_STEPS = 200;

  private final FieldReader root;
  private final Set<String> ids = new HashSet<>();
  private final ReferenceCheck references = new ReferenceCheck();

  private RunbookParser(FieldReader root) {
    this.root = root;
  }

  /**
   * @param definition null where a problem is
   */
  public record Parsed(@Nullable RunbookDefinition definition, List<Problem> problems) {
    /**
     * @throws IllegalArgumentException with the first problem
     */
    public RunbookDefinition orThrow() {
      if (!problems.isEmpty()) {
        Problem first = problems.getFirst();
        throw new IllegalArgumentException(first.field() + ": " + first.message());
      }
      return Objects.requireNonNull(definition);
    }
  }

  /** Reads a document, as maps, lists, texts, numbers and truth values. */
  public static Parsed parse(Map<?, ?> document) {
    List<Problem> problems = new ArrayList<>();
    RunbookDefinition definition = new RunbookParser(FieldReader.of(document, problems)).read();
    return new Parsed(problems.isEmpty() ? definition : null, problems);
  }

  private RunbookDefinition read() {
    String name = root.text("name", true);
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      root.problem("name", "has lower-case letters, digits and hyphens, and begins with a letter");
    }
    String title = root.text("title", false);
    Map<String, Map<String, Object>> inputs = inputs();
    references.declare(inputs.keySet());
    List<RunbookStep> steps = new ArrayList<>();
    List<FieldReader> declared = root.objects("steps");
    if (declared.isEmpty()) {
      root.problem("steps", "has no step; each names an operation, parallel steps or an approval");
    }
    for (FieldReader step : declared) {
      steps.add(step(step));
    }
    if (ids.size() > MOST_STEPS) {
      root.problem("steps", "are more than " + MOST_STEPS);
    }
    String description = root.text("description", false);
    root.refuseOthers("name, title, description, inputs, steps");
    return new RunbookDefinition(name, title.isEmpty() ? name : title, description, inputs, steps);
  }

  private Map<String, Map<String, Object>> inputs() {
    Map<String, Map<String, Object>> inputs = new LinkedHashMap<>();
    root.object("inputs")
        .forEach((name, schema) -> {
          String field = "inputs." + name;
          if (!INPUT.matcher(name).matches()) {
            root.problem(field, "has a name of other characters than letters, digits and _");
          } else if (schema instanceof Map<?, ?> map) {
            Map<String, Object> declared = FieldReader.keyed(map);
            String problem = InputDeclaration.problem(declared);
            if (problem != null) {
              root.problem(field, problem);
            }
            inputs.put(name, declared);
          } else {
            root.problem(field, "must describe an input, such as {type: string, default: nginx}");
          }
        });
    return inputs;
  }

  private RunbookStep step(FieldReader step) {
    if (step.has("parallel")) {
      List<Run> together = new ArrayList<>();
      for (FieldReader one : step.objects("parallel")) {
        together.add(run(one));
      }
      together.forEach(references::ended);
      if (together.isEmpty()) {
        step.problem("parallel", "has no step");
      }
      step.refuseOthers("parallel");
      return new Parallel(together);
    }
    if (step.has("approval")) {
      String question = step.text("approval", true);
      step.refuseOthers("approval");
      return new Approval(question);
    }
    Run run = run(step);
    references.ended(run);
    return run;
  }

  private Run run(FieldReader step) {
    String id = step.text("id", true);
    if (!id.isEmpty() && !NAME.matcher(id).matches()) {
      step.problem("id", "has lower-case letters, digits and hyphens, and begins with a letter");
    } else if (QUESTION.matcher(id).matches()) {
      step.problem("id", "'" + id + "' is taken: approvals are named so");
    } else if (!id.isEmpty() && !ids.add(id)) {
      step.problem("id", "'" + id + "' is the id of an earlier step, too");
    }
    String operation = step.text("operation", true);
    Object forEach = step.value("forEach");
    Map<String, Object> input = step.has("input") ? step.object("input") : null;
    List<Condition> when = conditions(step);
    String onFailedOf = step.text("onFailedOf", false);
    Run run =
        new Run(
            id,
            operation,
            servers(step),
            onFailedOf.isEmpty() ? null : onFailedOf,
            input,
            when,
            forEach,
            retry(step),
            onFailure(step),
            pace(step),
            critical(step));
    references.check(step, run);
    step.refuseOthers(
        "id, operation, servers, onFailedOf, input, when, forEach, retry, onFailure, critical, concurrency,"
            + " maxFailures, waves, gates, gateSeconds");
    return run;
  }

  private static @Nullable String servers(FieldReader step) {
    String text = step.text("servers", false);
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Selector.typed(text).text();
    } catch (IllegalArgumentException e) {
      step.problem("servers", String.valueOf(e.getMessage()).replaceFirst("^selector: ", ""));
      return text;
    }
  }

  private static List<Condition> conditions(FieldReader step) {
    List<Condition> conditions = new ArrayList<>();
    for (String text : step.texts("when")) {
      Condition.parse(text)
          .ifPresentOrElse(
              conditions::add,
              () ->
                  step.problem(
                      "when",
                      "'"
                          + text
                          + "' has to be a comparison such as steps.check.failed > 0 or inputs.mode =="
                          + " fast"));
    }
    return conditions;
  }

  private static void share(FieldReader step, String field, String text) {
    try {
      Share.of(text);
    } catch (IllegalArgumentException e) {
      step.problem(field, String.valueOf(e.getMessage()));
    }
  }

  private static void gate(FieldReader step, String text) {
    try {
      HealthGate.of(text);
    } catch (IllegalArgumentException e) {
      step.problem("gates", String.valueOf(e.getMessage()));
    }
  }

  private static Retry retry(FieldReader step) {
    if (!step.has("retry")) {
      return Retry.NONE;
    }
    FieldReader retry = step.inner("retry");
    Integer times = retry.number("times", 1, Retry.MOST);
    Integer delay = retry.number("delaySeconds", 0, 86_400);
    if (times == null) {
      retry.problem("times", "is missing; how often to try again, 1 to " + Retry.MOST);
    }
    retry.refuseOthers("times, delaySeconds");
    return new Retry(times == null ? 1 : times, delay == null ? Retry.DELAY_SECONDS : delay);
  }

  private static OnFailure onFailure(FieldReader step) {
    return switch (step.text("onFailure", false)) {
      case "", "stop" -> OnFailure.STOP;
      case "continue" -> OnFailure.CONTINUE;
      default -> {
        step.problem("onFailure", "is stop or continue");
        yield OnFailure.STOP;
      }
    };
  }

  private static boolean critical(FieldReader step) {
    Object value = step.value("critical");
    if (value != null && !(value instanceof Boolean)) {
      step.problem("critical", "is true or false");
    }
    boolean critical = !Boolean.FALSE.equals(value);
    if (!critical && step.has("onFailure")) {
      step.problem("critical", "false continues with a warning; leave out onFailure");
    }
    return critical;
  }

  private static Pace pace(FieldReader step) {
    Integer concurrency = step.number("concurrency", 1, 500);
    String maxFailures = step.scalar("maxFailures");
    if (maxFailures != null) {
      share(step, "maxFailures", maxFailures);
    }
    List<String> waves = step.texts("waves");
    waves.forEach(wave -> share(step, "waves", wave));
    List<String> gates = step.texts("gates");
    gates.forEach(gate -> gate(step, gate));
    Integer gateSeconds = step.number("gateSeconds", 10, 3600);
    return new Pace(
        concurrency,
        maxFailures,
        waves.isEmpty() ? null : waves,
        gates.isEmpty() ? null : gates,
        gateSeconds);
  }
}
