package dev.holdfast.api.operations;

import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.runbook.RunbookText;
import dev.holdfast.platform.runbook.Runbooks;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.runbook.RunbookDefinition;
import dev.holdfast.schemas.runbook.RunbookOperation;
import dev.holdfast.schemas.runbook.RunbookParser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Runbooks that are started by their names, as if they were operations of the catalogue. */
@Component
final class NamedRunbooks {
  private final Runbooks runbooks;
  private final JsonMapper json;

  NamedRunbooks(Runbooks runbooks, JsonMapper json) {
    this.runbooks = runbooks;
    this.json = json;
  }

  /** Whether this is the name of one. */
  boolean has(@Nullable String name) {
    return name != null && Catalogue.find(name).isEmpty() && runbooks.find(name).isPresent();
  }

  /**
   * The same request with the definition in it, as it is now; empty if it names no runbook.
   *
   * @throws IllegalArgumentException that begins with the field that does not fit
   */
  Optional<StartRequest> unfold(StartRequest request) {
    String name = request.type();
    if (name == null || Catalogue.find(name).isPresent()) {
      return Optional.empty();
    }
    return runbooks
        .find(name)
        .map(runbook -> {
          Map<String, Object> definition = RunbookText.read(runbooks.text(runbook)).document();
          ObjectNode input = json.createObjectNode();
          input.set("definition", json.valueToTree(definition));
          input.set("inputs", AskedInput.of(request).alone());
          return new StartRequest(
              RunbookOperation.TYPE.name(),
              request.selector(),
              input,
              null,
              null,
              request.dryRun(),
              request.approve(),
              request.priority(),
              request.concurrency(),
              request.maxFailures(),
              request.waves());
        });
  }

  /** Problems with what such a request gives, in the fields of the request itself. */
  static List<FieldError> folded(List<FieldError> errors) {
    return errors.stream()
        .map(error ->
            new FieldError(
                error.field().replaceFirst("^input\\.inputs\\b", "input"), error.message()))
        .toList();
  }

  /** The definition of one, as it is now. */
  Optional<RunbookDefinition> definition(String name) {
    return runbooks
        .find(name)
        .map(runbook ->
            RunbookParser.parse(RunbookText.read(runbooks.text(runbook)).document()).orThrow());
  }

  List<String> names() {
    return runbooks.list().stream().map(runbook -> runbook.name()).toList();
  }
}
