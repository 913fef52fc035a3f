package dev.holdfast.api.runbooks;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.operations.RunbookDefinitions;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.platform.runbook.Runbooks;
import dev.holdfast.platform.runbook.StoredRunbook;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.runbook.RunbookDefinition;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Keeps runbooks and shows them; one is started as any operation, by {@code POST /operations}. */
@RestController
@RequestMapping("/api/v1/runbooks")
final class RunbooksController {
  private final Runbooks runbooks;
  private final RunbookDefinitions definitions;

  RunbooksController(Runbooks runbooks, RunbookDefinitions definitions) {
    this.runbooks = runbooks;
    this.definitions = definitions;
  }

  /**
   * @param text a runbook in YAML
   */
  record TextRequest(@Nullable String text) {}

  /** What was found in a text without a fault. */
  record Valid(String name, String title, int steps) {}

  @Requires(value = "runbooks:read", on = Requires.On.ANY_SCOPE)
  @GetMapping
  Page<RunbookDocument> list(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return new Page<>(
        runbooks.list(caller.organisation()).stream().map(RunbookDocument::listed).toList(), null);
  }

  @Requires(value = "runbooks:read", on = Requires.On.ANY_SCOPE)
  @GetMapping("/{name}")
  RunbookDocument show(
      @PathVariable String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return document(
        runbooks
            .find(caller.organisation(), name)
            .orElseThrow(() ->
                ApiException.notFound("unknown-runbook", "There is no runbook '" + name + "'.")));
  }

  /** Says everything that is wrong with a text, each with its line, and keeps nothing. */
  @Requires(value = "runbooks:read", on = Requires.On.ANY_SCOPE)
  @PostMapping("/validate")
  Valid validate(
      @RequestBody TextRequest request, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    RunbookDefinition definition = definitions.read(request.text(), caller);
    return new Valid(definition.name(), definition.title(), definition.runs().size());
  }

  /** Keeps a runbook; one of the same name gets a new version. */
  @Requires("runbooks:write")
  @PutMapping
  ResponseEntity<RunbookDocument> add(
      @RequestBody TextRequest request, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    RunbookDefinition definition = definitions.read(request.text(), caller);
    String name = definition.name();
    if (Catalogue.find(name).isPresent()) {
      throw ApiException.invalid("name", "'" + name + "' is an operation of the catalogue");
    }
    Runbooks.Saved saved =
        runbooks.save(
            caller.organisation(),
            name,
            definition.title(),
            String.valueOf(request.text()),
            caller.name());
    int version = saved.runbook().version();
    Actions.onPlatform("runbook add %s, version %d".formatted(name, version));
    return saved.changed() && version == 1
        ? ResponseEntity.created(URI.create("/api/v1/runbooks/" + name))
            .body(document(saved.runbook()))
        : ResponseEntity.ok(document(saved.runbook()));
  }

  /** What runs already goes on: it has its own copy. */
  @Requires("runbooks:write")
  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@PathVariable String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    if (!runbooks.remove(caller.organisation(), name)) {
      throw ApiException.notFound("unknown-runbook", "There is no runbook '" + name + "'.");
    }
    Actions.onPlatform("runbook remove " + name);
  }

  private RunbookDocument document(StoredRunbook runbook) {
    String text = runbooks.text(runbook);
    RunbookDefinition definition = definitions.stored(text);
    return new RunbookDocument(
        runbook.name(),
        runbook.version(),
        runbook.title(),
        definition.description(),
        runbook.addedBy(),
        runbook.addedAt(),
        definition.inputs(),
        text);
  }
}
