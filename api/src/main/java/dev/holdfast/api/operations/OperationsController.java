package dev.holdfast.api.operations;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.operation.OperationFilter;
import dev.holdfast.platform.operation.OperationSettings;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.operation.WrongCursorException;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.HealthGate;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.Share;
import dev.holdfast.schemas.server.Selector;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Starts operations and shows them. */
@RestController
@RequestMapping("/api/v1/operations")
final class OperationsController {
  private static final int MOST = 200;
  private static final int LONGEST_KEY = 200;
  private static final String READ = "operations:read";

  private final CallerAccess access;
  private final Starter starter;
  private final InputResolution inputs;
  private final OperationDocuments documents;
  private final OperationFilters filters;
  private final NamedRunbooks runbooks;
  private final RunbookUndo undone;

  OperationsController(
      CallerAccess access,
      Starter starter,
      InputResolution inputs,
      OperationDocuments documents,
      OperationFilters filters,
      NamedRunbooks runbooks,
      RunbookUndo undone) {
    this.access = access;
    this.runbooks = runbooks;
    this.undone = undone;
    this.starter = starter;
    this.inputs = inputs;
    this.documents = documents;
    this.filters = filters;
  }

  // What it takes depends on the type: Starter and check ask for that.
  @Requires(Requires.SELF)
  @PostMapping
  ResponseEntity<OperationDocument> start(
      @RequestBody StartRequest request,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    if (idempotencyKey != null
        && (idempotencyKey.isBlank() || idempotencyKey.length() > LONGEST_KEY)) {
      throw ApiException.invalid("Idempotency-Key", "has 1 to " + LONGEST_KEY + " characters");
    }
    Starter.Started started = starter.start(check(request, caller), caller, idempotencyKey);
    StoredOperation operation = started.operation();
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/operations/" + operation.id()))
        .body(started.now() ? documents.ofStarted(operation) : documents.of(operation));
  }

  @Requires(value = "operations:read", on = Requires.On.ANY_SCOPE)
  @GetMapping
  Page<OperationDocument> list(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String type,
      @RequestParam(required = false) @Nullable String server,
      @RequestParam(required = false) @Nullable String by,
      @RequestParam(required = false) @Nullable String since,
      @RequestParam(required = false) @Nullable String prefix,
      @RequestParam(required = false) @Nullable String label,
      @RequestParam(defaultValue = "false") boolean measurements,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = "50") int limit,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    OperationFilter filter =
        filters.of(
            caller,
            new OperationFilters.Asked(state, type, server, by, since, prefix, label, measurements),
            new OperationFilter.Visible(access.own(caller, READ), access.names(caller, READ)));
    try {
      return documents.list(filter, cursor, Math.clamp(limit, 1, MOST));
    } catch (WrongCursorException e) {
      throw ApiException.invalid("cursor", String.valueOf(e.getMessage()));
    }
  }

  @Requires(value = "operations:read", on = Requires.On.OPERATION)
  @GetMapping("/{id}")
  OperationDocument show(@PathVariable String id) {
    return documents.get(id);
  }

  /** Everything that can be known to be wrong is told at once, before anything is stored. */
  Starter.Checked check(StartRequest request, Caller caller) {
    StartRequest named;
    try {
      named =
          undone.unfold(request, caller).or(() -> runbooks.unfold(request, caller)).orElse(null);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(List.of(FieldError.of(e)));
    }
    if (named == null) {
      return checked(request, caller);
    }
    try {
      return checked(named, caller);
    } catch (ApiException e) {
      throw e.problem().errors().isEmpty()
          ? e
          : ApiException.invalid(NamedRunbooks.folded(e.problem().errors()));
    }
  }

  private Starter.Checked checked(StartRequest request, Caller caller) {
    List<FieldError> errors = new ArrayList<>();
    Optional<OperationType> type = type(request.type(), caller, errors);
    type.ifPresent(known -> access.require(caller, known.permission()));
    type.filter(known -> known.scope() == OperationType.Scope.SUBJECT)
        .ifPresent(known -> errors.add(new FieldError("type", ofSubject(known))));
    if (Boolean.TRUE.equals(request.approve())) {
      access.require(caller, CallerAccess.DECIDE);
    }
    Selector selector = Starter.selector(request.selector(), errors);
    AskedInput input = AskedInput.of(request);
    type.ifPresent(known ->
        errors.addAll(
            inputs.dependsOnServers(known, input)
                ? inputs.checkSecrets(known, input, caller)
                : inputs.check(known, input, caller)));
    OperationSettings settings = settings(request, errors);
    type.ifPresent(known -> errors.addAll(WaveGates.unfit(known, settings)));
    type.filter(known ->
            request.onFailure() == StartRequest.OnFailure.UNDO
                && known.kind() != OperationType.Kind.CHANGE)
        .ifPresent(known ->
            errors.add(
                new FieldError(
                    "onFailure",
                    "undo is for operations that keep what was there before, and '%s' does not"
                        .formatted(known.name()))));
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
    return new Starter.Checked(
        type.orElseThrow(),
        selector,
        input,
        inputs.text(input),
        Boolean.TRUE.equals(request.dryRun()),
        request.priority() == null ? Priority.NORMAL : request.priority(),
        settings,
        false);
  }

  /** Why it is not started over servers, and how it is. */
  static String ofSubject(OperationType type) {
    return "'%1$s' is about one subject and not about servers; see ./holdfast %1$s --help"
        .formatted(type.name());
  }

  private Optional<OperationType> type(
      @Nullable String name, Caller caller, List<FieldError> errors) {
    if (name == null) {
      errors.add(new FieldError("type", "is missing; there are " + types(caller)));
      return Optional.empty();
    }
    return Optional.of(
        Catalogue.find(name)
            .orElseThrow(() ->
                // As the catalogue answers: nothing else of the request can be checked without it.
                ApiException.notFound(
                    "unknown-operation",
                    "There is no operation '%s'; there are %s.".formatted(name, types(caller)))));
  }

  private String types(Caller caller) {
    return Stream.concat(
            Catalogue.operations().stream().map(OperationType::name),
            runbooks.names(caller).stream())
        .collect(Collectors.joining(", "));
  }

  private static OperationSettings settings(StartRequest request, List<FieldError> errors) {
    Integer concurrency = request.concurrency();
    List<Share> waves = waves(request, errors);
    try {
      return new OperationSettings(
          Boolean.TRUE.equals(request.approve()),
          concurrency == null ? OperationRequest.DEFAULT_CONCURRENCY : concurrency,
          maxFailures(request, errors),
          waves,
          waitSeconds(request, errors),
          conditions(request, errors));
    } catch (IllegalArgumentException e) {
      errors.add(FieldError.of(e));
      return new OperationSettings(false, 1, 0);
    }
  }

  private static @Nullable FleetConditions conditions(
      StartRequest request, List<FieldError> errors) {
    Long offline =
        request.onOffline() == StartRequest.OnOffline.PARK
            ? Objects.requireNonNullElse(request.expireSeconds(), OperationSettings.DEFAULT_WAIT)
            : null;
    List<HealthGate> gates = WaveGates.read(request, errors);
    boolean none = StartRequest.NO_WINDOW.equals(request.window());
    FleetConditions asked =
        new FleetConditions(
            none ? null : request.window(),
            offline,
            gates,
            WaveGates.seconds(request, gates, errors),
            request.onFailure() == StartRequest.OnFailure.UNDO ? true : null,
            null,
            none ? false : null,
            null);
    return asked.equals(FleetConditions.NONE) ? null : asked;
  }

  private static @Nullable Long waitSeconds(StartRequest request, List<FieldError> errors) {
    if (request.onFailure() != StartRequest.OnFailure.WAIT) {
      if (request.expireSeconds() != null && request.onOffline() != StartRequest.OnOffline.PARK) {
        errors.add(new FieldError("expireSeconds", "is for onFailure wait and onOffline park"));
      }
      return null;
    }
    return request.expireSeconds() == null
        ? OperationSettings.DEFAULT_WAIT
        : request.expireSeconds();
  }

  private static Share maxFailures(StartRequest request, List<FieldError> errors) {
    String text = request.maxFailures();
    Share share = text == null ? null : share("maxFailures", text, errors);
    return share == null ? OperationSettings.DEFAULT_MAX_FAILURES : share;
  }

  private static @Nullable List<Share> waves(StartRequest request, List<FieldError> errors) {
    List<String> texts = request.waves();
    if (texts == null) {
      return null;
    }
    List<Share> waves = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      Share wave = share("waves[" + i + "]", String.valueOf(texts.get(i)), errors);
      if (wave == null) {
        return null;
      }
      waves.add(wave);
    }
    return waves;
  }

  private static @Nullable Share share(String field, String text, List<FieldError> errors) {
    try {
      return Share.of(text);
    } catch (IllegalArgumentException e) {
      errors.add(new FieldError(field, String.valueOf(e.getMessage())));
      return null;
    }
  }
}
