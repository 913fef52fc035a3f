package dev.holdfast.api.operations;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.runbook.References;
import dev.holdfast.schemas.runbook.RunbookDefinition;
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
  private final CallerAccess access;
  private final NamedRunbooks runbooks;
  private final InputValidation validation;
  private final JsonMapper json;

  RunbookCheck(
      CallerAccess access, NamedRunbooks runbooks, InputValidation validation, JsonMapper json) {
    this.access = access;
    this.runbooks = runbooks;
    this.validation = validation;
    this.json = json;
  }

  /** Whether steps name operations that the caller knows, with inputs that they take. */
  List<FieldError> definition(RunbookDefinition definition, Caller caller) {
    List<FieldError> errors = new ArrayList<>();
    for (int i = 0; i < definition.steps().size(); i++) {
      String field = "steps[" + i + "]";
      switch (definition.steps().get(i)) {
        case RunbookStep.Run run -> step(field, run, caller, errors);
        case RunbookStep.Parallel(List<RunbookStep.Run> together) -> {
          for (int k = 0; k < together.size(); k++) {
            step(field + ".parallel[" + k + "]", together.get(k), caller, errors);
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

  private void step(String field, RunbookStep.Run run, Caller caller, List<FieldError> errors) {
    if (run.nested()) {
      nested(field, run, caller, errors);
      return;
    }
    Optional<OperationType> type = Catalogue.find(run.operation());
    if (type.isEmpty()) {
      if (!runbooks.has(caller, run.operation())) {
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
    if (type.get().scope() == OperationType.Scope.SUBJECT) {
      errors.add(new FieldError(field + ".operation", OperationsController.ofSubject(type.get())));
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

  private void nested(String field, RunbookStep.Run run, Caller caller, List<FieldError> errors) {
    String inner = field + ".input.definition";
    run.innerDefinition()
        .ifPresentOrElse(
            known ->
                definition(known, caller)
                    .forEach(error ->
                        errors.add(new FieldError(inner + "." + error.field(), error.message()))),
            () -> errors.add(new FieldError(inner, "is missing, or cannot be read as a runbook")));
  }

  /**
   * Lets a caller pass who may start every operation that a runbook names: its steps are started
   * with all that is granted to the user, also where the caller is a token that is good for less.
   *
   * @throws dev.holdfast.api.problem.ApiException 403, with the permission that is missing
   */
  void requireOperations(RunbookDefinition definition, Caller caller) {
    for (RunbookStep.Run run : definition.runs()) {
      Catalogue.find(run.operation()).ifPresent(type -> access.require(caller, type.permission()));
      run.innerDefinition().ifPresent(inner -> requireOperations(inner, caller));
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
