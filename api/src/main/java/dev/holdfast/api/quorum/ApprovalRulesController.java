package dev.holdfast.api.quorum;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.approval.ApprovalRule;
import dev.holdfast.platform.approval.ApprovalRules;
import dev.holdfast.platform.operation.Page;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Lists and changes the rules that say whose approval plans take. */
@RestController
@RequestMapping("/api/v1/approvals/rules")
final class ApprovalRulesController {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private final ApprovalRules rules;
  private final Deciders deciders;

  ApprovalRulesController(ApprovalRules rules, Deciders deciders) {
    this.rules = rules;
    this.deciders = deciders;
  }

  @Requires("policies:read")
  @GetMapping
  Page<ApprovalRuleDocument> list(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return new Page<>(
        rules.list(caller.organisation()).stream().map(ApprovalRuleDocument::of).toList(), null);
  }

  @Requires("policies:write")
  @PutMapping("/{name}")
  ResponseEntity<ApprovalRuleDocument> set(
      @PathVariable String name,
      @RequestBody RuleRequest request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    if (!NAME.matcher(name).matches()) {
      throw ApiException.invalid(
          "name", "has up to 63 small letters, digits and -, and begins with no -");
    }
    ApprovalRule rule = request.checked();
    List<FieldError> problems = deciders.problems(caller.organisation(), rule);
    if (!problems.isEmpty()) {
      throw ApiException.invalid(problems);
    }
    boolean added = rules.set(caller.organisation(), name, rule, caller.name());
    Actions.onPlatform(
        "approvals rule set %s: %d by %s".formatted(name, rule.approvals(), rule.from()));
    ApprovalRuleDocument document =
        rules.list(caller.organisation()).stream()
            .filter(named -> named.name().equals(name))
            .findFirst()
            .map(ApprovalRuleDocument::of)
            .orElseThrow(() -> unknown(name));
    return added
        ? ResponseEntity.created(URI.create("/api/v1/approvals/rules/" + name)).body(document)
        : ResponseEntity.ok(document);
  }

  @Requires("policies:write")
  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@PathVariable String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Actions.onPlatform("approvals rule remove " + name);
    if (!rules.remove(caller.organisation(), name)) {
      throw unknown(name);
    }
  }

  private static ApiException unknown(String name) {
    return ApiException.notFound(
        "unknown-approval-rule", "There is no approval rule '" + name + "'.");
  }
}
