package dev.holdfast.api.profiles;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.operations.AskedInput;
import dev.holdfast.api.operations.InputResolution;
import dev.holdfast.api.operations.KeptInputs;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.platform.profile.FilledInput;
import dev.holdfast.platform.profile.Profile;
import dev.holdfast.platform.profile.ProfileBody;
import dev.holdfast.platform.profile.ProfileTarget;
import dev.holdfast.platform.profile.ProfileVersion;
import dev.holdfast.platform.profile.Profiles;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.operation.OperationType;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keeps inputs of operations for servers and labels, and shows them. */
@RestController
@RequestMapping("/api/v1/profiles")
final class ProfilesController {
  private static final Logger LOG = LoggerFactory.getLogger(ProfilesController.class);

  private final Profiles profiles;
  private final InputResolution inputs;
  private final JsonMapper json;

  ProfilesController(Profiles profiles, InputResolution inputs, JsonMapper json) {
    this.profiles = profiles;
    this.inputs = inputs;
    this.json = json;
  }

  /** What is kept, without the inputs. */
  @Requires("profiles:read")
  @GetMapping
  Page<ProfileDocument> list(
      @RequestParam(required = false) @Nullable String operation,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return new Page<>(
        profiles.list(caller.organisation(), operation).stream()
            .map(ProfileDocument::summary)
            .toList(),
        null);
  }

  /** The id of the profile of a target, also of one that is removed and has a history. */
  @Requires("profiles:read")
  @GetMapping("/of")
  Identity of(
      @RequestParam String operation,
      @RequestParam String target,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return profiles
        .find(caller.organisation(), operation, target(target))
        .map(id -> new Identity(id, operation, target))
        .orElseThrow(() -> unknown(operation + " for " + target));
  }

  /** Which profile is meant. */
  record Identity(long id, String operation, String target) {}

  @Requires("profiles:read")
  @GetMapping("/{id}")
  ProfileDocument show(@PathVariable String id, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return shown(profiles.find(caller.organisation(), number(id)).orElseThrow(() -> unknown(id)));
  }

  /** What was kept when, and by whom; the newest first. */
  @Requires("profiles:read")
  @GetMapping("/{id}/history")
  Page<VersionDocument> history(
      @PathVariable String id, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    List<ProfileVersion> history = profiles.history(caller.organisation(), number(id));
    if (history.isEmpty()) {
      throw unknown(id);
    }
    return new Page<>(history.stream().map(this::shown).toList(), null);
  }

  @Requires("profiles:write")
  @PutMapping
  ResponseEntity<ProfileDocument> set(
      @RequestBody ProfileRequest request, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    List<FieldError> errors = new ArrayList<>();
    Optional<OperationType> type = type(request.operation(), errors);
    if (request.target() == null) {
      errors.add(new FieldError("target", "is missing; a server's name, or a label=value"));
    }
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
    OperationType operation = type.orElseThrow();
    ProfileTarget target = target(String.valueOf(request.target()));
    if (request.priority() != null && target instanceof ProfileTarget.OfServer) {
      throw ApiException.invalid(
          "priority", "has no meaning for one server: its own profile counts before all others");
    }
    Profiles.Saved saved =
        profiles
            .set(
                caller.organisation(),
                operation.name(),
                target,
                caller.name(),
                is -> content(operation, request, is, caller))
            .orElseThrow(() ->
                ApiException.notFound(
                    "unknown-server", "There is no server '" + target.text() + "'."));
    Profile profile = saved.profile();
    if (saved.changed()) {
      LOG.info("{} set {}, version {}", caller.name(), profile.name(), profile.version());
    }
    return profile.version() == 1 && saved.changed()
        ? ResponseEntity.created(URI.create("/api/v1/profiles/" + profile.id()))
            .body(shown(profile))
        : ResponseEntity.ok(shown(profile));
  }

  private Profiles.Content content(
      OperationType type, ProfileRequest request, @Nullable Profile is, Caller caller) {
    AskedInput asked =
        new AskedInput(request.input(), null, request.set() == null ? List.of() : request.set());
    JsonNode input;
    try {
      input =
          asked.whole() == null && is != null
              ? asked.over(json.readTree(is.body().input()))
              : asked.alone();
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(List.of(FieldError.of(e)));
    }
    ProfileBody body =
        variables(
            new ProfileBody(inputs.text(input), is == null ? List.of() : is.body().variables()),
            request.variables() == null ? List.of() : request.variables());
    List<FieldError> errors = errors(type, body, caller);
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
    int priority = request.priority() != null ? request.priority() : is == null ? 0 : is.priority();
    return new Profiles.Content(priority, body);
  }

  private static ProfileBody variables(ProfileBody body, List<VariableDocument> changes) {
    ProfileBody changed = body;
    for (int i = 0; i < changes.size(); i++) {
      VariableDocument change = changes.get(i);
      String name = change == null ? null : change.name();
      if (change == null || name == null) {
        throw ApiException.invalid("variables[%d].name".formatted(i), "is missing");
      }
      try {
        changed = changed.with(name, change.label(), change.value());
      } catch (IllegalArgumentException e) {
        throw ApiException.invalid("variables[%d]".formatted(i), FieldError.of(e).message());
      }
    }
    return changed;
  }

  /** What is wrong with any of the inputs that it can be made to by its variables. */
  private List<FieldError> errors(OperationType type, ProfileBody body, Caller caller) {
    Set<FieldError> errors = new LinkedHashSet<>();
    for (FilledInput sample : FilledInput.samples(body)) {
      if (sample.problems().isEmpty()) {
        JsonNode input = json.readTree(sample.json());
        errors.addAll(inputs.check(type, input, caller));
        inputs
            .storedFiles(type, input)
            .forEach(file ->
                errors.add(
                    new FieldError(
                        "input",
                        "a profile outlives the stored file " + file + "; give its content")));
      } else {
        sample
            .problems()
            .forEach(problem -> errors.add(new FieldError(problem.field(), problem.message())));
      }
    }
    return List.copyOf(errors);
  }

  @Requires("profiles:write")
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@PathVariable String id, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    if (!profiles.remove(caller.organisation(), number(id), caller.name())) {
      throw unknown(id);
    }
    LOG.info("{} removed profile {}", caller.name(), id);
  }

  private ProfileDocument shown(Profile profile) {
    return ProfileDocument.of(profile, json.readTree(profile.body().input()));
  }

  private VersionDocument shown(ProfileVersion version) {
    ProfileBody body = version.body();
    return new VersionDocument(
        version.version(),
        version.priority(),
        body == null,
        version.setBy(),
        version.setAt(),
        body == null ? null : json.readTree(body.input()),
        body == null ? null : body.variables().stream().map(VariableDocument::of).toList());
  }

  private static Optional<OperationType> type(@Nullable String name, List<FieldError> errors) {
    Optional<OperationType> type =
        Optional.ofNullable(name).flatMap(Catalogue::find).filter(KeptInputs::canBeKept);
    if (type.isEmpty()) {
      errors.add(
          new FieldError(
              "operation",
              (name == null ? "is missing" : "'" + name + "' does not say how servers are to be")
                  + "; these do: "
                  + Catalogue.operations().stream()
                      .filter(KeptInputs::canBeKept)
                      .map(OperationType::name)
                      .collect(Collectors.joining(", "))));
    }
    return type;
  }

  private static ProfileTarget target(String text) {
    try {
      return ProfileTarget.parse(text);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("target", FieldError.of(e).message());
    }
  }

  private static long number(String id) {
    if (!id.matches("[0-9]{1,18}")) {
      throw unknown(id);
    }
    return Long.parseLong(id);
  }

  private static ApiException unknown(String id) {
    return ApiException.notFound("unknown-profile", "There is no profile '" + id + "'.");
  }
}
