package dev.holdfast.api.operations;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.operation.ConfirmedInputs;
import dev.holdfast.platform.operation.InputOrigin;
import dev.holdfast.schemas.operation.ContinuedInput;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.undo.UndoOperation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** The inputs that are kept for servers: who gives none means these. */
@Component
final class KeptInputs {
  private final ConfirmedInputs confirmed;

  KeptInputs(ConfirmedInputs confirmed) {
    this.confirmed = confirmed;
  }

  /**
   * What is kept for one server.
   *
   * @param json the whole input
   */
  record Kept(String json, InputOrigin origin) {}

  /** Whether an input of this operation says how servers are to be, and so can be kept. */
  static boolean canBeKept(OperationType type) {
    return type.kind() == OperationType.Kind.CHANGE
        && !type.name().equals(UndoOperation.TYPE.name());
  }

  /**
   * What is kept for those of the servers for which something is, by name.
   *
   * @throws ApiException if it cannot be known what it is
   */
  Map<String, Kept> of(OperationType type, List<Server> servers) {
    Map<String, Kept> kept = new HashMap<>();
    if (ContinuedInput.class.isAssignableFrom(type.inputType())) {
      confirmed
          .last(type.name(), servers.stream().map(Server::name).toList())
          .forEach((server, last) -> kept.put(server, kept(type, server, last)));
    }
    return kept;
  }

  private static Kept kept(OperationType type, String server, ConfirmedInputs.Confirmed last) {
    if (last.input() == null) {
      throw ApiException.invalid(
          "input",
          "is missing, and that of the last %s on %s is not known any more: %s was erased; give the whole input"
              .formatted(type.name(), server, last.operation()));
    }
    return new Kept(last.input(), InputOrigin.operation(last.operation()));
  }
}
