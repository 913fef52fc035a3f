package dev.holdfast.api.operations;

import dev.holdfast.api.auth.Access;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.runbook.References;
import dev.holdfast.schemas.runbook.RunbookDefinition;
import dev.holdfast.schemas.runbook.RunbookOperation;
import dev.holdfast.schemas.runbook.RunbookStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What can be known to be wrong with a runbook before anything of it is started. */
@Component
final class RunbookCheck {
  /** As deep as runbooks may start runbooks. */
  static final int DEEPEST = 5;

  private final Access access;
  private final NamedRunbooks runbooks;
  private final InputValidation validation;
  private final JsonMapper json;

  RunbookCheck(Access access, NamedRunbooks runbooks, InputValidation validation, JsonMapper json) {
    this.access = access;
    this.runbooks = runbooks;
    this.validation = validation;
    this.json = json;
  }

  /** Whether steps name operations that exist, with inputs that they take. */
  List<FieldError> definition(RunbookDefinition definition) {
    List<FieldError> errors = new ArrayList<>();
    for (int i = 0; i < definition.steps().size(); i++) {
      String field = "steps[" + i + "]";
      switch (definition.steps().get(i)) {
        case RunbookStep.Run run -> step(field, run, errors);
        case RunbookStep.Parallel(List<RunbookStep.Run> together) -> {
          for (int k = 0; k < together.size(); k++) {
            step(field + ".parallel[" + k + "]", together.get(k), errors);
          }
        }
        case RunbookStep.Approval _ -> {}
      }
    }
    JsonNode defaults = json.valueToTree(definition.withDefaults(Map.of()));
    validation.check(json.valueToTree(definition.schema()), defaults, "inputs").stream()
        .filter(error -> !error.message().equals(InputValidation.MISSING))
        .map(
            error -> new FieldError(error.field() + ".default", "does not fit: " + error.message()))
        .forEach(errors::add);
    return errors;
  }

  private void step(String field, RunbookStep.Run run, List<FieldError> errors) {
    Optional<OperationType> type = Catalogue.find(run.operation());
    if (type.filter(known -> !known.name().equals(RunbookOperation.TYPE.name())).isEmpty()) {
      if (!runbooks.has(run.operation())) {
        errors.add(
            new FieldError(
                field + ".operation",
                "'"
                    + run.operation()
                    + "' is neither an operation (./holdfast catalog) nor a runbook (./holdfast"
                    + " runbook list)"));
      }
      return;
    }
    Map<String, Object> input = run.input();
    // What has references is checked when they are known: as the step is started.
    if (input != null && References.in(input).isEmpty()) {
      validation.check(type.get(), json.readTree(JsonPayloads.write(input))).stream()
          .map(error -> new FieldError(field + "." + error.field(), error.message()))
          .forEach(errors::add);
    }
  }

  /**
   * Lets a caller pass who may start every operation that a runbook names: its steps are started
   * with all that is granted to the user, also where the caller is a token that is good for less.
   *
   * @throws dev.holdfast.api.problem.ApiException 403, with the permission that is missing
   */
  void requireOperations(RunbookDefinition definition, Caller caller) {
    requireOperations(definition, caller, DEEPEST);
  }

  private void requireOperations(RunbookDefinition definition, Caller caller, int deep) {
    for (RunbookStep.Run run : definition.runs()) {
      Optional<OperationType> type = Catalogue.find(run.operation());
      if (type.isPresent()) {
        access.require(caller, type.get().permission());
      } else if (deep > 0) {
        runbooks
            .definition(run.operation())
            .ifPresent(inner -> requireOperations(inner, caller, deep - 1));
      }
    }
  }

  /** Whether what is given is what the runbook asks for. */
  List<FieldError> given(RunbookDefinition definition, Map<String, Object> inputs) {
    return validation.check(
        json.valueToTree(definition.schema()),
        json.readTree(JsonPayloads.write(inputs)),
        "input.inputs");
  }
}
