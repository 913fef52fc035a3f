package dev.holdfast.api.operations;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.api.quorum.AskedWork;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.ServerInputs;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.redaction.Redactor;
import dev.holdfast.platform.secret.ServerSecrets;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.HealthGate;
import dev.holdfast.schemas.server.ServerNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What an operation without a plan does, for whoever is asked to approve it. */
@Component
final class ShownWork {
  /** Secrets of more servers are not looked for: what looks like one is masked all the same. */
  private static final int SERVERS = 100;

  private final Operations operations;
  private final ServerInputs own;
  private final ServerSecrets secrets;

  ShownWork(Operations operations, ServerInputs own, ServerSecrets secrets) {
    this.operations = operations;
    this.own = own;
    this.secrets = secrets;
  }

  /**
   * What is done to servers.
   *
   * @param servers sorted by name
   * @param input what it is given, with secrets masked
   * @param gates what is tried between waves
   */
  record Work(List<String> servers, Map<String, Object> input, List<String> gates) {}

  /** One for each different input; none where nobody is asked about it. */
  List<Work> of(StoredOperation operation) {
    FleetConditions conditions = operation.settings().conditions();
    if (conditions == null
        || conditions.approval() == null
        || !AskedWork.of(operation).withoutPlan()) {
      return List.of();
    }
    List<String> names =
        operations.servers(operation.id()).stream().map(OperationServer::name).sorted().toList();
    Map<String, String> inputs = own.all(operation.id());
    Map<String, List<String>> alike = new LinkedHashMap<>();
    names.forEach(name ->
        alike
            .computeIfAbsent(inputs.getOrDefault(name, operation.input()), _ -> new ArrayList<>())
            .add(name));
    List<String> gates =
        conditions.gates() == null
            ? List.of()
            : conditions.gates().stream().map(HealthGate::toString).toList();
    Redactor redactor = new Redactor(known(names));
    return alike.entrySet().stream()
        .map(same ->
            new Work(
                same.getValue().stream().map(ServerNames::within).toList(),
                masked(same.getKey(), redactor),
                gates.stream().map(redactor::redact).toList()))
        .toList();
  }

  private List<String> known(List<String> names) {
    return names.stream()
        .limit(SERVERS)
        .flatMap(name -> secrets.of(name).stream())
        .distinct()
        .toList();
  }

  private static Map<String, Object> masked(String json, Redactor redactor) {
    Map<String, Object> input =
        JsonPayloads.read(json, new TypeReference<Map<String, Object>>() {});
    Map<String, Object> masked = new LinkedHashMap<>();
    input.forEach((key, value) -> {
      Object shown = masked(value, redactor);
      if (shown != null) {
        masked.put(key, shown);
      }
    });
    return masked;
  }

  private static @Nullable Object masked(@Nullable Object value, Redactor redactor) {
    return switch (value) {
      case null -> null;
      case String text -> redactor.redact(text);
      case List<?> list ->
          list.stream().flatMap(it -> Stream.ofNullable(masked(it, redactor))).toList();
      case Map<?, ?> map -> {
        Map<String, Object> masked = new LinkedHashMap<>();
        map.forEach((key, inner) -> {
          Object shown = masked(inner, redactor);
          if (shown != null) {
            masked.put(String.valueOf(key), shown);
          }
        });
        yield masked;
      }
      default -> value;
    };
  }
}
