package dev.holdfast.api.operations;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.runbook.RunbookText;
import dev.holdfast.platform.runbook.Runbooks;
import dev.holdfast.platform.runbook.StoredRunbook;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.runbook.RunbookOperation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Runbooks that are started by their names, as if they were operations of the catalogue. */
@Component
final class NamedRunbooks {
  /** As deep as runbooks may name runbooks. */
  private static final int DEEPEST = 5;

  /** In characters, with everything in it. */
  private static final int LONGEST = 1_000_000;

  private final Runbooks runbooks;
  private final JsonMapper json;

  NamedRunbooks(Runbooks runbooks, JsonMapper json) {
    this.runbooks = runbooks;
    this.json = json;
  }

  /** Whether this is the name of one in the organisation of the caller. */
  boolean has(Caller caller, @Nullable String name) {
    return name != null
        && Catalogue.find(name).isEmpty()
        && runbooks.find(caller.organisation(), name).isPresent();
  }

  /**
   * The same request with the definition in it, as it is now; empty if it names no runbook. Into
   * one that has a definition of its own those are copied that it names.
   *
   * @throws IllegalArgumentException that begins with the field that does not fit
   */
  Optional<StartRequest> unfold(StartRequest request, Caller caller) {
    String name = request.type();
    JsonNode whole = request.input();
    if (RunbookOperation.TYPE.name().equals(name) && whole != null) {
      copyInto(caller.organisation(), whole.path("definition").path("steps"), DEEPEST);
    }
    if (name == null || Catalogue.find(name).isPresent()) {
      return Optional.empty();
    }
    return runbooks
        .find(caller.organisation(), name)
        .map(runbook -> {
          ObjectNode input = json.createObjectNode();
          input.set("definition", copied(runbook, DEEPEST));
          input.set("inputs", AskedInput.of(request).alone());
          return request.as(RunbookOperation.TYPE.name(), input);
        });
  }

  /**
   * A definition with those of the runbooks that it names in it, so that none changes on the way.
   */
  private JsonNode copied(StoredRunbook runbook, int deep) {
    if (deep == 0) {
      throw new IllegalArgumentException(
          "type: runbooks name runbooks more than " + DEEPEST + " deep, such as " + runbook.name());
    }
    JsonNode definition = json.valueToTree(RunbookText.read(runbooks.text(runbook)).document());
    copyInto(runbook.organisation(), definition.path("steps"), deep);
    if (definition.toString().length() > LONGEST) {
      throw new IllegalArgumentException(
          "type: " + runbook.name() + " with the runbooks in it is longer than 1 MB");
    }
    return definition;
  }

  private void copyInto(String organisation, JsonNode steps, int deep) {
    for (JsonNode step : steps) {
      copyInto(organisation, step.path("parallel"), deep);
      String operation = step.path("operation").asString("");
      if (step instanceof ObjectNode object && Catalogue.find(operation).isEmpty()) {
        runbooks
            .find(organisation, operation)
            .ifPresent(inner -> {
              ObjectNode input = json.createObjectNode();
              input.set("definition", copied(inner, deep - 1));
              JsonNode given = object.get("input");
              input.set("inputs", given == null ? json.createObjectNode() : given);
              object.put("operation", RunbookOperation.TYPE.name());
              object.set("input", input);
            });
      }
    }
  }

  /** Problems with what such a request gives, in the fields of the request itself. */
  static List<FieldError> folded(List<FieldError> errors) {
    return errors.stream()
        .map(error ->
            new FieldError(
                error.field().replaceFirst("^input\\.inputs\\b", "input"), error.message()))
        .toList();
  }

  List<String> names(Caller caller) {
    return runbooks.list(caller.organisation()).stream().map(runbook -> runbook.name()).toList();
  }
}
