package dev.holdfast.activities.audit;

import dev.holdfast.activities.policy.CommandGate;
import dev.holdfast.platform.operation.OperationOrigins;
import dev.holdfast.platform.operation.OperationOrigins.Origin;
import dev.holdfast.platform.organisation.Organisations;
import dev.holdfast.platform.policy.CommandPolicy;
import dev.holdfast.platform.redaction.Redactor;
import dev.holdfast.schemas.command.RunsCommands;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Function;

/** Opens the context of each step, once the command policy has let it pass. Thread-safe. */
public final class StepContexts {
  private static final Origin UNKNOWN = new Origin("unknown", "unknown", Organisations.DEFAULT);

  private final OperationOrigins origins;
  private final CommandGate gate;
  private final Function<String, ? extends Collection<String>> secrets;

  /**
   * @param secrets the values that must not be shown, by a server's name
   */
  public StepContexts(
      OperationOrigins origins,
      CommandGate gate,
      Function<String, ? extends Collection<String>> secrets) {
    this.origins = origins;
    this.gate = gate;
    this.secrets = secrets;
  }

  /**
   * Opens the context of a step on this thread.
   *
   * @param request the activity's first argument
   * @throws io.temporal.failure.ApplicationFailure of type REFUSED if the policy forbids a command
   */
  public CommandContext.Scope open(Step step, Object request) {
    Origin origin = origins.find(step.operation()).orElse(UNKNOWN);
    if (request instanceof RunsCommands asked) {
      gate.check(step, origin, asked, redactor(step));
    }
    return CommandContext.open(origin, step, request, secrets.apply(step.server()));
  }

  /** Masks what must not be stored of a step, before its context is open. */
  public Redactor redactor(Step step) {
    return new Redactor(secrets.apply(step.server()));
  }

  /** For many steps of one operation at a time, which read the same. */
  public Shared of(String operation) {
    return new Shared(origins.find(operation).orElse(UNKNOWN));
  }

  /**
   * The same for commands that an operation runs as if it were another one: the policy decides on
   * them as on those of the other.
   */
  public Shared of(String operation, String type) {
    Origin origin = origins.find(operation).orElse(UNKNOWN);
    return new Shared(new Origin(type, origin.initiator(), origin.organisation()));
  }

  /** Opens the contexts of an operation's steps. Thread-safe. */
  public final class Shared {
    /** A batch may wait long for its last server; a new rule is to stop what has not begun. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Origin origin;
    private CommandPolicy policy;
    private long read = System.nanoTime();

    private Shared(Origin origin) {
      this.origin = origin;
      this.policy = gate.policy(origin);
    }

    /**
     * Opens the context of a step that runs a command, on this thread.
     *
     * @param server the step's, as it is now
     * @throws io.temporal.failure.ApplicationFailure of type REFUSED if the policy forbids a
     *     command
     */
    public CommandContext.Scope open(Step step, Server server, RunsCommands asked) {
      gate.check(policy(), step, server, origin, asked, redactor(step));
      return CommandContext.open(origin, step, asked, secrets.apply(step.server()));
    }

    /** Masks what must not be stored of what is done to a server. */
    public Redactor mask(String server) {
      return new Redactor(secrets.apply(server));
    }

    private synchronized CommandPolicy policy() {
      if (System.nanoTime() - read > FRESH.toNanos()) {
        policy = gate.policy(origin);
        read = System.nanoTime();
      }
      return policy;
    }
  }
}
