package dev.holdfast.schemas.service;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.command.RunsCommands;
import dev.holdfast.schemas.operation.KindByInput;
import dev.holdfast.schemas.operation.OperationType;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is to be done to a unit of systemd.
 *
 * @param unit with its suffix; {@code .service} where it has none
 * @param action what
 * @param lines how many lines of its log are shown, 1–10000; 50 by default
 */
public record ServiceInput(String unit, Action action, Integer lines)
    implements RunsCommands, KindByInput {
  private static final int LINES = 50;

  /** What lets Holdfast in: without a plan, or only at the next boot, it would be gone. */
  private static final Pattern WAY_IN = Pattern.compile("sshd?(@.*)?[.](service|socket)");

  private static final Set<Action> CUT_OFF =
      EnumSet.of(Action.STOP, Action.DISABLE, Action.MASK, Action.RESTART);

  /** How an action is carried out. */
  public enum Kind {
    /** It brings the unit into a state: there is a plan, and an undo. */
    STATE,
    /** It is done once to a unit that runs before it and after it. */
    RESTART,
    /** It changes nothing. */
    READ
  }

  /** What can be done to a unit. */
  public enum Action {
    START(Kind.STATE),
    STOP(Kind.STATE),
    ENABLE(Kind.STATE),
    DISABLE(Kind.STATE),
    MASK(Kind.STATE),
    RESTART(Kind.RESTART),
    RELOAD(Kind.RESTART),
    STATUS(Kind.READ),
    LOGS(Kind.READ);

    private final Kind kind;

    Action(Kind kind) {
      this.kind = kind;
    }

    public Kind kind() {
      return kind;
    }

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Action of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  public ServiceInput {
    unit = Objects.requireNonNull(unit, "unit").contains(".") ? unit : unit + ".service";
    Objects.requireNonNull(action, "action");
    lines = Objects.requireNonNullElse(lines, LINES);
    if (CUT_OFF.contains(action) && WAY_IN.matcher(unit).matches()) {
      throw new IllegalArgumentException(
          "action: %s of %s could lock Holdfast out; reload it, or change it by lockdown, which goes back by itself"
              .formatted(action.word(), unit));
    }
  }

  /** The command of systemd that does it. */
  public List<String> command() {
    return switch (action) {
      case LOGS -> List.of("journalctl", "--no-pager", "-n", lines.toString(), "-u", unit);
      case STATUS ->
          List.of("systemctl", "status", "--no-pager", "-n", lines.toString(), "--", unit);
      default -> List.of("systemctl", action.word(), "--", unit);
    };
  }

  @Override
  public OperationType.Kind operationKind() {
    return switch (action.kind()) {
      case STATE -> OperationType.Kind.CHANGE;
      case RESTART -> OperationType.Kind.RUN;
      case READ -> OperationType.Kind.READ;
    };
  }

  /** The policy knows it as the command that does the same. */
  @Override
  public List<Invocation> invocations() {
    return List.of(new Invocation.Words(command()));
  }

  @Override
  public boolean asRoot() {
    return true;
  }
}
