package dev.holdfast.api.operations;

import dev.holdfast.api.outbound.HttpAddress;
import dev.holdfast.api.outbound.MetricQuery;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.operation.OperationSettings;
import dev.holdfast.schemas.command.RunsCommands;
import dev.holdfast.schemas.credentials.RotateCredentialsOperation;
import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.HealthGate;
import dev.holdfast.schemas.operation.HealthGate.Kind;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.runbook.RunbookOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the gates between waves that somebody asks for, and says what is wrong with them. */
public final class WaveGates {
  private static final int MOST = 10;
  private static final long SECONDS = 120;
  private static final long SHORTEST = 10;
  private static final long LONGEST = 3600;

  private WaveGates() {}

  /** Null where none is asked for. */
  static @Nullable List<HealthGate> read(StartRequest request, List<FieldError> errors) {
    List<String> texts = request.gates();
    if (texts == null || texts.isEmpty()) {
      return null;
    }
    if (texts.size() > MOST) {
      errors.add(new FieldError("gates", "are more than " + MOST));
      return null;
    }
    if (request.waves() == null) {
      errors.add(
          new FieldError(
              "gates", "stand between waves, and there is one wave only; add waves: 1,25%,100%"));
    }
    List<HealthGate> gates = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      try {
        gates.add(checked(HealthGate.of(String.valueOf(texts.get(i)))));
      } catch (IllegalArgumentException e) {
        errors.add(new FieldError("gates[" + i + "]", String.valueOf(e.getMessage())));
      }
    }
    return gates;
  }

  private static HealthGate checked(HealthGate gate) {
    switch (gate.kind()) {
      case URL -> {
        var _ = HttpAddress.of(gate.what());
      }
      case METRIC -> {
        var _ = MetricQuery.of(gate.what());
      }
      case COMMAND, VERIFY -> {}
    }
    return gate;
  }

  /** Null where there are no gates. */
  static @Nullable Long seconds(
      StartRequest request, @Nullable List<HealthGate> gates, List<FieldError> errors) {
    Long seconds = request.gateSeconds();
    if (gates == null) {
      if (seconds != null) {
        errors.add(new FieldError("gateSeconds", "is for gates, and there are none"));
      }
      return null;
    }
    if (seconds != null && (seconds < SHORTEST || seconds > LONGEST)) {
      errors.add(
          new FieldError("gateSeconds", "must be from %d to %d".formatted(SHORTEST, LONGEST)));
    }
    return Objects.requireNonNullElse(seconds, SECONDS);
  }

  /** What does not fit an operation of this type. */
  static List<FieldError> unfit(OperationType type, OperationSettings settings) {
    // Each operation of a runbook has the gates that fit it.
    boolean fits = type.name().equals(RunbookOperation.TYPE.name()) || verifies(type);
    return fits || of(settings).stream().noneMatch(gate -> gate.kind() == Kind.VERIFY)
        ? List.of()
        : List.of(
            new FieldError(
                "gates",
                "verify is for operations that compare servers with a desired state, and '%s' does not; use a command or an address"
                    .formatted(type.name())));
  }

  /** Whether a server can be compared with its desired state once more afterwards. */
  public static boolean verifies(OperationType type) {
    // A rotation makes something new each time.
    return type.kind() == OperationType.Kind.CHANGE
        && !type.name().equals(RotateCredentialsOperation.TYPE.name());
  }

  /** The commands that gates run on each server. */
  static List<RunsCommands> commands(OperationSettings settings) {
    return of(settings).stream()
        .filter(gate -> gate.kind() == Kind.COMMAND)
        .<RunsCommands>map(gate -> ExecInput.ofGate(gate.what()))
        .toList();
  }

  private static List<HealthGate> of(OperationSettings settings) {
    FleetConditions conditions = settings.conditions();
    return conditions == null || conditions.gates() == null ? List.of() : conditions.gates();
  }
}
