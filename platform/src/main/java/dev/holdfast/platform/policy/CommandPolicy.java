package dev.holdfast.platform.policy;

import dev.holdfast.schemas.command.CommandRule;
import dev.holdfast.schemas.command.CommandRule.Effect;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides by rules whose order does not matter: of the rules that apply, one that denies wins; else
 * if any of them allows, only what one of them names may run; else everything may.
 *
 * <p>Deny rules look into a command as far as text can tell: behind {@code sudo} and {@code env},
 * into {@code sh -c} and into each command of a shell script. Allow rules take nothing apart: what
 * a shell would interpret satisfies only a rule about scripts, about everything, or one that says
 * so. Neither is a sandbox: whoever may run an interpreter may run anything.
 */
public final class CommandPolicy {
  private final List<Ready> rules;

  private record Ready(CommandRule rule, Matching matching) {}

  /**
   * A policy of these rules, all of them in force.
   *
   * @throws IllegalArgumentException if a rule's pattern is no regular expression of RE2
   */
  public CommandPolicy(List<CommandRule> rules) {
    this.rules = rules.stream().map(rule -> new Ready(rule, Matching.of(rule.matcher()))).toList();
  }

  /** Whether the command may run. */
  public Verdict decide(CommandRequest request) {
    List<Ready> allowing = new ArrayList<>();
    List<Ready> denying = new ArrayList<>();
    for (Ready ready : rules) {
      if (applies(ready.rule(), request)) {
        (ready.rule().effect() == Effect.DENY ? denying : allowing).add(ready);
      }
    }
    for (Ready ready : denying) {
      if (ready.matching().denies(request.invocation())) {
        return new Verdict.Refused(ready.rule(), rulesOf(allowing));
      }
    }
    if (allowing.isEmpty()) {
      return new Verdict.Allowed(null);
    }
    for (Ready ready : allowing) {
      if (ready.matching().allows(request.invocation(), ready.rule().shell())) {
        return new Verdict.Allowed(ready.rule());
      }
    }
    return new Verdict.Refused(null, rulesOf(allowing));
  }

  private static boolean applies(CommandRule rule, CommandRequest request) {
    return rule.applies(
        request.organisation(),
        request.operation(),
        request.server(),
        request.labels(),
        request.initiator(),
        request.root());
  }

  private static List<CommandRule> rulesOf(List<Ready> ready) {
    return ready.stream().map(Ready::rule).toList();
  }
}
