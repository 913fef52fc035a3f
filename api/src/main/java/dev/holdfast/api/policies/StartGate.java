package dev.holdfast.api.policies;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.audit.AuditedCommand;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.policy.CommandPolicy;
import dev.holdfast.platform.policy.CommandReading;
import dev.holdfast.platform.policy.CommandRequest;
import dev.holdfast.platform.policy.CommandRules;
import dev.holdfast.platform.policy.PolicyVerdict;
import dev.holdfast.platform.redaction.Redactor;
import dev.holdfast.platform.secret.ServerSecrets;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.command.NamedWork;
import dev.holdfast.schemas.command.RunsCommands;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.server.Server;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Asks the command policy before an operation is started, and before a login is signed. */
@Component
public final class StartGate {
  private final CommandRules rules;
  private final CommandAudit audit;
  private final ServerSecrets secrets;

  StartGate(CommandRules rules, CommandAudit audit, ServerSecrets secrets) {
    this.rules = rules;
    this.audit = audit;
    this.secrets = secrets;
  }

  /**
   * Lets an operation pass, unless it, or a command that its input runs, is refused on one server.
   *
   * @param input valid against the operation's schema
   * @throws ApiException {@code command-refused}; every refusal is in the audit then
   */
  public void check(OperationType type, String input, List<Server> servers, Caller caller) {
    RunsCommands asked =
        RunsCommands.class.isAssignableFrom(type.inputType())
            ? read(type, input)
            : NamedWork.operation(type.name());
    check(type.name(), asked, servers, caller);
  }

  /**
   * Lets a login pass that a person's own SSH client asks for.
   *
   * @throws ApiException {@code command-refused}, which is in the audit then
   */
  public void checkLogin(Server server, Caller caller) {
    check(NamedWork.SSH, NamedWork.login(), List.of(server), caller);
  }

  /** Writes down a login that is let pass. */
  public void recordLogin(Server server, Caller caller, String purpose) {
    audit.write(
        List.of(),
        List.of(
            new CommandAudit.Whole(
                new AuditedCommand(
                    Instant.now(),
                    caller.organisation(),
                    caller.name(),
                    null,
                    null,
                    null,
                    server.name(),
                    server.user(),
                    server.user().equals("root"),
                    AuditedCommand.Kind.CONNECT,
                    false,
                    purpose),
                new AuditedCommand.End(AuditedCommand.Outcome.SUCCEEDED, null, null, 0, 0, 0))));
  }

  private static RunsCommands read(OperationType type, String input) {
    try {
      return (RunsCommands) JsonPayloads.mapper().readValue(input, type.inputType());
    } catch (JsonProcessingException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw ApiException.invalid("input", String.valueOf(cause.getMessage()));
    }
  }

  /**
   * Lets what an operation runs pass, unless it is refused on one server.
   *
   * @throws ApiException {@code command-refused}; every refusal is in the audit then
   */
  public void check(String operation, RunsCommands asked, List<Server> servers, Caller caller) {
    List<String> messages = new ArrayList<>();
    for (Decision decision :
        decide(caller.organisation(), operation, asked, servers, caller.name())) {
      if (decision.verdict() instanceof PolicyVerdict.Refused refused) {
        Redactor redactor = secrets.redactor(decision.server().name());
        String message = redactor.redact(refused.message(decision.request()));
        audit.refused(written(decision, redactor), message);
        messages.add(message);
      }
    }
    if (!messages.isEmpty()) {
      throw ApiException.of(
          HttpStatus.FORBIDDEN,
          "command-refused",
          messages.getFirst()
              + (messages.size() == 1 ? "" : " The same for " + (messages.size() - 1) + " more."));
    }
  }

  /** What the policy says about a command on a server. */
  record Decision(Server server, CommandRequest request, PolicyVerdict verdict) {}

  List<Decision> decide(
      String organisation,
      String operation,
      RunsCommands asked,
      List<Server> servers,
      String initiator) {
    CommandPolicy policy = rules.policy(organisation);
    List<CommandReading> readings = asked.invocations().stream().map(CommandReading::of).toList();
    List<Decision> decisions = new ArrayList<>();
    for (Server server : servers) {
      for (CommandReading reading : readings) {
        var request = CommandRequest.of(operation, server, initiator, asked.asRoot(), reading);
        decisions.add(new Decision(server, request, policy.decide(request)));
      }
    }
    return decisions;
  }

  private static AuditedCommand written(Decision decision, Redactor redactor) {
    CommandRequest request = decision.request();
    boolean script = request.invocation() instanceof Invocation.Script;
    return new AuditedCommand(
        Instant.now(),
        request.organisation(),
        request.initiator(),
        null,
        null,
        null,
        request.server(),
        decision.server().user(),
        request.asRoot(),
        request.operation().equals(NamedWork.SSH)
            ? AuditedCommand.Kind.CONNECT
            : script ? AuditedCommand.Kind.SCRIPT : AuditedCommand.Kind.EXEC,
        false,
        redactor.redact(request.invocation().text()));
  }
}
