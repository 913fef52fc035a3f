package dev.holdfast.activities.policy;

import dev.holdfast.activities.step.StepServers;
import dev.holdfast.platform.audit.AuditedCommand;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.operation.OperationOrigins.Origin;
import dev.holdfast.platform.policy.CommandPolicy;
import dev.holdfast.platform.policy.CommandReading;
import dev.holdfast.platform.policy.CommandRequest;
import dev.holdfast.platform.policy.CommandRules;
import dev.holdfast.platform.policy.PolicyVerdict;
import dev.holdfast.platform.redaction.Redactor;
import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.command.RunsCommands;
import dev.holdfast.schemas.failure.Component;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.failure.TypedFailure;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks the command policy before an activity runs what a person typed: the rules may have changed
 * since it was asked for. Thread-safe.
 */
public final class CommandGate {
  private final CommandRules rules;
  private final Function<String, Optional<Server>> servers;
  private final CommandAudit audit;

  /**
   * @param servers finds a server by its name
   */
  public CommandGate(
      CommandRules rules, Function<String, Optional<Server>> servers, CommandAudit audit) {
    this.rules = rules;
    this.servers = servers;
    this.audit = audit;
  }

  /**
   * Lets the commands of a step pass.
   *
   * @param redactor masks what is written of them
   * @throws ApplicationFailure of type REFUSED, which is in the audit then
   */
  public void check(Step step, Origin origin, RunsCommands asked, Redactor redactor) {
    Server server =
        servers
            .apply(step.server())
            .orElseThrow(() ->
                ApplicationFailure.newNonRetryableFailure(
                    StepServers.gone(step.server()), FailureType.BAD_INPUT.name()));
    check(policy(origin), step, server, origin, asked, redactor);
  }

  /** The rules that are in force now in the organisation that an operation is of. */
  public CommandPolicy policy(Origin origin) {
    return rules.policy(origin.organisation());
  }

  /**
   * Lets the commands of a step on this server pass.
   *
   * @param policy as it was a moment ago
   * @param server as it is now
   * @param redactor masks what is written of them
   * @throws ApplicationFailure of type REFUSED, which is in the audit then
   */
  public void check(
      CommandPolicy policy,
      Step step,
      Server server,
      Origin origin,
      RunsCommands asked,
      Redactor redactor) {
    for (Invocation invocation : asked.invocations()) {
      var request =
          CommandRequest.of(
              origin.type(),
              server,
              origin.initiator(),
              asked.asRoot(),
              CommandReading.of(invocation));
      if (policy.decide(request) instanceof PolicyVerdict.Refused refused) {
        String message = redactor.redact(refused.message(request));
        audit.refused(written(step, origin, server, request, redactor), message);
        throw TypedFailure.of(
            FailureType.REFUSED,
            message,
            FailureOrigin.ofRule(Component.POLICY, redactor.redact(refused.rule())),
            null);
      }
    }
  }

  private static AuditedCommand written(
      Step step, Origin origin, Server server, CommandRequest request, Redactor redactor) {
    boolean script = request.invocation() instanceof Invocation.Script;
    return new AuditedCommand(
        Instant.now(),
        request.organisation(),
        origin.initiator(),
        step.operation(),
        step.key(),
        step.generation(),
        server.name(),
        server.user(),
        request.asRoot(),
        script ? AuditedCommand.Kind.SCRIPT : AuditedCommand.Kind.EXEC,
        false,
        redactor.redact(request.invocation().text()));
  }
}
