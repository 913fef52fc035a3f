package dev.holdfast.api.operations;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.operation.InputOrigin;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.server.Server;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes of what was asked for, and of what is kept, the input on each server, and checks it. */
@Component
public final class InputResolution {
  private final KeptInputs kept;
  private final InputValidation validation;
  private final InputReading reading;
  private final SecretFields secrets;
  private final JsonMapper json;

  InputResolution(
      KeptInputs kept,
      InputValidation validation,
      InputReading reading,
      SecretFields secrets,
      JsonMapper json) {
    this.kept = kept;
    this.validation = validation;
    this.reading = reading;
    this.secrets = secrets;
    this.json = json;
  }

  /** Whether the input depends on the servers. */
  boolean dependsOnServers(OperationType type, AskedInput asked) {
    return asked.whole() == null && KeptInputs.canBeKept(type);
  }

  /**
   * What is wrong with the references to secrets of an input that is completed on each server:
   * these are the caller's own, whoever's rights it is started with later.
   */
  List<FieldError> checkSecrets(OperationType type, AskedInput asked, Caller caller) {
    try {
      return asked.parts().stream()
          .flatMap(part -> secrets.check(type, part, caller).stream())
          .toList();
    } catch (IllegalArgumentException e) {
      return List.of(FieldError.of(e));
    }
  }

  /** What is wrong with an input that does not depend on the servers. */
  List<FieldError> check(OperationType type, AskedInput asked, Caller caller) {
    try {
      return check(type, asked.alone(), caller);
    } catch (IllegalArgumentException e) {
      return List.of(FieldError.of(e));
    }
  }

  /** What is wrong with an input: by its schema first, because only what is valid can be read. */
  public List<FieldError> check(OperationType type, JsonNode input, Caller caller) {
    List<FieldError> errors = validation.check(type, input);
    if (errors.isEmpty()) {
      errors = secrets.check(type, input, caller);
    }
    return errors.isEmpty() ? reading.check(type, input, caller) : errors;
  }

  /**
   * The stored files that an input names, which are kept for as long as an operation needs them.
   */
  public List<String> storedFiles(OperationType type, JsonNode input) {
    return reading.storedFiles(type, input);
  }

  /** In words that are the same for the same request. */
  String text(AskedInput asked) {
    return asked.plain() ? text(asked.alone()) : "kept:" + text(json.valueToTree(asked));
  }

  /** An input as JSON, with its keys in order: the same for the same input. */
  public String text(JsonNode input) {
    return JsonPayloads.write(json.treeToValue(input, Object.class));
  }

  /**
   * The input on each server.
   *
   * @throws ApiException with every field that is wrong, and where it is kept
   */
  ResolvedInputs resolve(
      OperationType type, AskedInput asked, List<Server> servers, Caller caller) {
    if (!dependsOnServers(type, asked)) {
      String input = text(asked.alone());
      return new ResolvedInputs(
          input,
          servers.stream()
              .map(server -> new ResolvedInputs.OnServer(server, input, null))
              .toList());
    }
    Map<String, KeptInputs.Kept> bases = kept.of(caller.organisation(), type, servers);
    List<ResolvedInputs.OnServer> resolved = new ArrayList<>();
    List<FieldError> errors = new ArrayList<>();
    Set<String> checked = new HashSet<>();
    for (Server server : servers) {
      KeptInputs.Kept base = bases.get(server.name());
      InputOrigin origin = base == null ? null : base.origin();
      if (base != null && !base.problems().isEmpty()) {
        base.problems().forEach(problem -> errors.add(told(problem, server, origin)));
        continue;
      }
      try {
        JsonNode input = base == null ? asked.alone() : asked.over(json.readTree(base.json()));
        String text = text(input);
        resolved.add(new ResolvedInputs.OnServer(server, text, origin));
        if (checked.add(text)) {
          check(type, input, caller).forEach(error -> errors.add(told(error, server, origin)));
        }
      } catch (IllegalArgumentException e) {
        errors.add(told(FieldError.of(e), server, origin));
      }
    }
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors.stream().distinct().toList());
    }
    return new ResolvedInputs(common(type, asked, resolved), resolved);
  }

  private static FieldError told(FieldError error, Server server, @Nullable InputOrigin origin) {
    return origin == null
        ? error
        : new FieldError(
            error.field(),
            "%s (on %s, from %s)".formatted(error.message(), server.name(), origin.words()));
  }

  /**
   * That of all servers where it is one; else what was asked for, as far as it is one by itself.
   */
  private String common(
      OperationType type, AskedInput asked, List<ResolvedInputs.OnServer> resolved) {
    String first = resolved.getFirst().json();
    if (resolved.stream().allMatch(on -> on.json().equals(first))) {
      return first;
    }
    JsonNode alone = asked.alone();
    return validation.check(type, alone).isEmpty() ? text(alone) : first;
  }
}
