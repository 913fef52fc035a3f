package dev.holdfast.api.policies;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.platform.policy.CommandRules;
import dev.holdfast.platform.policy.PolicyVerdict;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.command.CommandRule;
import dev.holdfast.schemas.exec.ExecOperation;
import dev.holdfast.schemas.server.Selector;
import dev.holdfast.schemas.server.Server;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Lists, changes and asks the rules that say which commands may run where. */
@RestController
@RequestMapping("/api/v1/policies/commands")
final class CommandPoliciesController {
  private final CommandRules rules;
  private final StartGate gate;
  private final Servers servers;
  private final UnknownNames names;

  CommandPoliciesController(
      CommandRules rules, StartGate gate, Servers servers, UnknownNames names) {
    this.rules = rules;
    this.gate = gate;
    this.servers = servers;
    this.names = names;
  }

  @Requires("policies:read")
  @GetMapping
  Page<RuleDocument> list(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return new Page<>(
        rules.list(caller.organisation()).stream().map(RuleDocument::of).toList(), null);
  }

  @Requires("policies:write")
  @PostMapping
  ResponseEntity<RuleDocument> add(
      @RequestBody NewRule request, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    CommandRules.NewRule checked = request.checked();
    List<FieldError> unknown = names.in(caller.organisation(), checked);
    if (!unknown.isEmpty() && !request.forced()) {
      throw ApiException.invalid(unknown);
    }
    try {
      CommandRule rule = rules.add(caller.organisation(), checked, caller.name());
      Actions.onPlatform("policy add %d: %s".formatted(rule.id(), rule.text()));
      return ResponseEntity.created(URI.create("/api/v1/policies/commands/" + rule.id()))
          .body(RuleDocument.of(rule, unknown));
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(List.of(FieldError.of(e)));
    }
  }

  @Requires("policies:write")
  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@PathVariable String id, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Actions.onPlatform("policy remove " + id);
    if (!id.matches("[0-9]{1,18}")
        || !rules.remove(caller.organisation(), Long.parseLong(id), caller.name())) {
      throw ApiException.notFound("unknown-rule", "There is no rule '" + id + "'.");
    }
  }

  @Requires("policies:read")
  @PostMapping("/check")
  Findings check(
      @RequestBody CheckRequest request, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    String user = request.user() == null ? caller.name() : request.user();
    if (!user.equals(caller.name())) {
      List<FieldError> unknown = new ArrayList<>();
      names.user(caller.organisation(), user, unknown);
      if (!unknown.isEmpty()) {
        throw ApiException.invalid(unknown);
      }
    }
    String operation =
        request.operation() == null ? ExecOperation.TYPE.name() : request.operation();
    List<Findings.Finding> findings =
        gate
            .decide(
                caller.organisation(),
                operation,
                request.commands(),
                selected(caller, request.selector()),
                user)
            .stream()
            .map(CommandPoliciesController::finding)
            .toList();
    return new Findings(findings.stream().allMatch(Findings.Finding::allowed), findings);
  }

  private List<Server> selected(Caller caller, @Nullable String selector) {
    List<Server> selected;
    try {
      selected =
          servers.select(caller.organisation(), Selector.typed(selector == null ? "" : selector));
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(List.of(FieldError.of(e)));
    }
    if (selected.isEmpty()) {
      throw ApiException.notFound(
          "nothing-selected", "The selector '" + selector + "' matches no server.");
    }
    return selected;
  }

  private static Findings.Finding finding(StartGate.Decision decision) {
    String server = decision.server().nameWithin();
    return switch (decision.verdict()) {
      case PolicyVerdict.Allowed(CommandRule by) -> finding(server, true, by, null);
      case PolicyVerdict.Refused refused ->
          finding(server, false, refused.by(), refused.message(decision.request()));
    };
  }

  private static Findings.Finding finding(
      String server, boolean allowed, @Nullable CommandRule rule, @Nullable String message) {
    return new Findings.Finding(
        server,
        allowed,
        rule == null ? null : rule.id(),
        rule == null ? null : rule.text(),
        message);
  }
}
