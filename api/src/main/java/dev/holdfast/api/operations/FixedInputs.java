package dev.holdfast.api.operations;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.policies.StartGate;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.operation.ServerInputs;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.ServerNames;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the input of a server on which a running operation has failed, with every check of a start.
 */
@Component
final class FixedInputs {
  private final CallerAccess access;
  private final Servers servers;
  private final ServerInputs own;
  private final InputResolution inputs;
  private final StartGate commands;
  private final JsonMapper json;

  FixedInputs(
      CallerAccess access,
      Servers servers,
      ServerInputs own,
      InputResolution inputs,
      StartGate commands,
      JsonMapper json) {
    this.access = access;
    this.servers = servers;
    this.own = own;
    this.inputs = inputs;
    this.commands = commands;
    this.json = json;
  }

  /**
   * The whole input.
   *
   * @param server its full name
   * @throws ApiException if nothing is different in it, it is wrong, or the caller may not do with
   *     it what the operation does
   */
  Map<String, Object> of(
      StoredOperation operation, String server, AskedInput asked, Caller caller) {
    OperationType type =
        Catalogue.find(operation.type())
            .orElseThrow(() ->
                ApiException.conflict(
                    "unknown-type", "This version does not know '" + operation.type() + "'."));
    List<Server> on =
        List.of(
            servers
                .find(operation.organisation(), ServerNames.within(server))
                .orElseThrow(() ->
                    ApiException.conflict(
                        "server-gone",
                        ServerNames.within(server) + " is not registered any more.")));
    access.require(caller, type.permission(), on);
    if (asked.whole() == null && asked.overrides() == null && asked.set().isEmpty()) {
      throw ApiException.invalid(
          "input", "is missing; say what is different, or have it tried once more with ops retry");
    }
    JsonNode input = input(operation, server, asked);
    List<FieldError> errors = inputs.check(type, input, caller);
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
    String text = inputs.text(input);
    commands.check(type, text, on, caller);
    return JsonPayloads.read(text, new TypeReference<Map<String, Object>>() {});
  }

  private JsonNode input(StoredOperation operation, String server, AskedInput asked) {
    try {
      return asked.whole() == null
          ? asked.over(json.readTree(own.find(operation.id(), server).orElseGet(operation::input)))
          : asked.alone();
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(List.of(FieldError.of(e)));
    }
  }
}
