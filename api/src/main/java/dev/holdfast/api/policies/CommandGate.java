package dev.holdfast.api.policies;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.audit.AuditedCommand;
import dev.holdfast.platform.audit.CommandAudit;
import dev.holdfast.platform.policy.CommandPolicy;
import dev.holdfast.platform.policy.CommandRequest;
import dev.holdfast.platform.policy.CommandRules;
import dev.holdfast.platform.policy.Reading;
import dev.holdfast.platform.policy.Verdict;
import dev.holdfast.platform.redaction.Redactor;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.command.Invocation;
import dev.holdfast.schemas.command.RunsCommands;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.server.Server;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Asks the command policy before an operation is started that runs what a person typed. */
@Component
public final class CommandGate {
  private static final Redactor REDACTOR = new Redactor();

  private final CommandRules rules;
  private final CommandAudit audit;

  CommandGate(CommandRules rules, CommandAudit audit) {
    this.rules = rules;
    this.audit = audit;
  }

  /**
   * Lets an operation pass, unless its input runs commands and one is refused on one server.
   *
   * @param input valid against the operation's schema
   * @throws ApiException {@code command-refused}; every refusal is in the audit then
   */
  public void check(OperationType type, String input, List<Server> servers, String initiator) {
    if (RunsCommands.class.isAssignableFrom(type.inputType())) {
      check(type.name(), read(type, input), servers, initiator);
    }
  }

  private static RunsCommands read(OperationType type, String input) {
    try {
      return (RunsCommands) JsonPayloads.mapper().readValue(input, type.inputType());
    } catch (JsonProcessingException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw ApiException.invalid("input", String.valueOf(cause.getMessage()));
    }
  }

  void check(String operation, RunsCommands asked, List<Server> servers, String initiator) {
    List<String> messages = new ArrayList<>();
    for (Decision decision : decide(operation, asked, servers, initiator)) {
      if (decision.verdict() instanceof Verdict.Refused refused) {
        String message = REDACTOR.redact(refused.message(decision.request()));
        audit.refused(written(decision), message);
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
  record Decision(Server server, CommandRequest request, Verdict verdict) {}

  List<Decision> decide(
      String operation, RunsCommands asked, List<Server> servers, String initiator) {
    CommandPolicy policy = rules.policy();
    List<Reading> readings = asked.invocations().stream().map(Reading::of).toList();
    List<Decision> decisions = new ArrayList<>();
    for (Server server : servers) {
      for (Reading reading : readings) {
        var request = CommandRequest.of(operation, server, initiator, asked.asRoot(), reading);
        decisions.add(new Decision(server, request, policy.decide(request)));
      }
    }
    return decisions;
  }

  private static AuditedCommand written(Decision decision) {
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
        script ? AuditedCommand.Kind.SCRIPT : AuditedCommand.Kind.EXEC,
        false,
        REDACTOR.redact(request.invocation().text()));
  }
}
