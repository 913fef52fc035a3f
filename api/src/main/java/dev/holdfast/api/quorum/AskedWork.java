package dev.holdfast.api.quorum;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.operation.OperationSettings;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.containers.quarantine.QuarantineOperation;
import dev.holdfast.schemas.exec.ExecOperation;
import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.HealthGate;
import dev.holdfast.schemas.operation.KindByInput;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.operation.OperationType.Kind;
import dev.holdfast.schemas.runbook.RunbookOperation;
import java.util.Map;
import java.util.Optional;

/**
 * What an operation is to do, as far as an approval rule has to know.
 *
 * @param type its name in the catalogue
 * @param kind what it does with its input; {@link Kind#CHANGE} makes a plan
 * @param commands whether its gates run commands: rules about commands are about these as well
 */
public record AskedWork(String type, Kind kind, boolean commands) {

  /**
   * @param input valid for the type, as JSON
   */
  public static AskedWork of(OperationType type, String input, OperationSettings settings) {
    return new AskedWork(type.name(), kind(type, input), commands(settings));
  }

  /** That of an operation that was started. */
  public static AskedWork of(StoredOperation operation) {
    Optional<OperationType> type = Catalogue.find(operation.type());
    return new AskedWork(
        operation.type(),
        type.map(known -> kind(known, operation.input())).orElse(Kind.CHANGE),
        commands(operation.settings()));
  }

  private static Kind kind(OperationType type, String input) {
    if (!KindByInput.class.isAssignableFrom(type.inputType())) {
      return type.kind();
    }
    try {
      return ((KindByInput) JsonPayloads.mapper().readValue(input, type.inputType()))
          .operationKind();
    } catch (JsonProcessingException e) {
      return type.kind(); // its content was erased: it has ended
    }
  }

  private static boolean commands(OperationSettings settings) {
    FleetConditions conditions = settings.conditions();
    return conditions != null
        && conditions.gates() != null
        && conditions.gates().stream().anyMatch(gate -> gate.kind() == HealthGate.Kind.COMMAND);
  }

  /** A runbook changes nothing itself: what its steps do is asked of these. */
  boolean isRunbook() {
    return type.equals(RunbookOperation.TYPE.name());
  }

  /**
   * Whether it may change servers itself, and can wait for their windows: not where whoever starts
   * a command promises otherwise, nor what isolates a container that is a danger.
   *
   * @param input valid for the type, as JSON
   */
  public boolean waitsForWindows(String input) {
    if (isRunbook()
        || kind == Kind.READ
        || kind == Kind.LONG_LIVED
        || type.equals(QuarantineOperation.TYPE.name())) {
      return false;
    }
    return !type.equals(ExecOperation.TYPE.name())
        || !Boolean.TRUE.equals(
            JsonPayloads.read(input, new TypeReference<Map<String, Object>>() {}).get("readOnly"));
  }

  /** Whether it makes no plan: what it does is what it was given. */
  public boolean withoutPlan() {
    return !isRunbook() && (kind == Kind.RUN || kind == Kind.READ);
  }

  /** Whether it only reads: a rule has to name it to be about it. */
  boolean reads() {
    return kind == Kind.READ && !commands;
  }

  /** Whether it is of this kind whatever its input. */
  boolean always() {
    return Catalogue.find(type).filter(known -> known.kind() == kind).isPresent();
  }

  /** Whether the rules about commands are about it. */
  boolean runsCommandsOfGates() {
    return commands && !type.equals(ExecOperation.TYPE.name());
  }
}
