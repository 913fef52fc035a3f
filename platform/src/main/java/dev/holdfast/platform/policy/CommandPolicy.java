package dev.holdfast.platform.policy;

import dev.holdfast.platform.policy.CommandReading.Seen;
import dev.holdfast.platform.policy.CommandReading.SeenScript;
import dev.holdfast.platform.policy.Matching.Answer;
import dev.holdfast.schemas.command.CommandRule;
import dev.holdfast.schemas.command.CommandRule.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides by rules whose order does not matter: of the rules that apply, one that denies wins; else
 * if any of them allows, only what one of them names may run; else everything may.
 *
 * <p>Deny rules look into a command: behind {@code sudo} and {@code env}, into {@code sh -c} and
 * into each command of a shell script. Where a deny rule applies, what cannot be read for certain
 * is refused, unless an allow rule names it closely. Allow rules take nothing apart: what a shell
 * would interpret satisfies only a rule about scripts, about everything, or one that says so.
 * Neither is a sandbox: what a program or a script on the server does is not looked at.
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
  public PolicyVerdict decide(CommandRequest request) {
    List<Ready> allowing =
        rules.stream()
            .filter(ready -> ready.rule().effect() == Effect.ALLOW)
            .filter(ready -> applies(ready.rule(), request, request.asRoot()))
            .toList();
    List<Ready> denying =
        rules.stream()
            .filter(ready -> ready.rule().effect() == Effect.DENY)
            .filter(ready -> mayApply(ready.rule(), request))
            .toList();
    PolicyVerdict.Refused refused = denied(denying, allowing, request);
    if (refused != null) {
      return refused;
    }
    if (allowing.isEmpty()) {
      return new PolicyVerdict.Allowed(null);
    }
    for (Ready ready : allowing) {
      if (ready.matching().allows(request.invocation(), ready.rule().shell())) {
        return new PolicyVerdict.Allowed(ready.rule());
      }
    }
    return new PolicyVerdict.Refused(null, rulesOf(allowing));
  }

  private static PolicyVerdict.@Nullable Refused denied(
      List<Ready> denying, List<Ready> allowing, CommandRequest request) {
    List<PolicyVerdict.Refused> doubts = new ArrayList<>();
    for (Ready ready : denying) {
      switch (answer(ready, request)) {
        case YES -> {
          return new PolicyVerdict.Refused(ready.rule(), rulesOf(allowing));
        }
        case MAYBE -> {
          String doubt = request.reading().doubt();
          doubts.add(
              new PolicyVerdict.Refused(
                  ready.rule(),
                  rulesOf(allowing),
                  Objects.requireNonNullElse(
                      doubt, "some of its words only the shell on the server knows")));
        }
        case NO -> {}
      }
    }
    return doubts.isEmpty() || namedClosely(allowing, request) ? null : doubts.getFirst();
  }

  private static Answer answer(Ready ready, CommandRequest request) {
    CommandReading reading = request.reading();
    boolean maybe = reading.doubt() != null && ready.matching().mayNameUnseen();
    for (Seen seen : reading.commands()) {
      if (concerns(ready.rule(), request.root() || seen.root(), seen.givesRoot())) {
        Answer answer = ready.matching().names(seen);
        if (answer == Answer.YES) {
          return Answer.YES;
        }
        maybe |= answer == Answer.MAYBE;
      }
    }
    for (SeenScript seen : reading.scripts()) {
      if (concerns(ready.rule(), request.root() || seen.root(), false)
          && ready.matching().names(seen.script())) {
        return Answer.YES;
      }
    }
    if (ready.matching().namesAnything() && concerns(ready.rule(), request.root(), false)) {
      return Answer.YES;
    }
    return maybe ? Answer.MAYBE : Answer.NO;
  }

  /** Whether a rule speaks of what runs with or without root's rights. */
  private static boolean concerns(CommandRule rule, boolean root, boolean givesRoot) {
    return rule.sudo() == null || rule.sudo() == root || (rule.sudo() && givesRoot);
  }

  /** Whether an administrator has said that just this may run, unread. */
  private static boolean namedClosely(List<Ready> allowing, CommandRequest request) {
    return allowing.stream()
        .anyMatch(ready ->
            ready.matching().isExplicit()
                && !ready.rule().shell()
                && ready.matching().allows(request.invocation(), false));
  }

  private static boolean applies(CommandRule rule, CommandRequest request, boolean root) {
    return rule.applies(
        request.organisation(),
        request.operation(),
        request.server(),
        request.labels(),
        request.initiator(),
        root);
  }

  /** A part of a command may have root's rights, and another not. */
  private static boolean mayApply(CommandRule rule, CommandRequest request) {
    return applies(rule, request, rule.sudo() == null ? request.root() : rule.sudo())
        && (rule.sudo() == null
            || rule.sudo() == request.root()
            || (rule.sudo() && (request.asRoot() || request.reading().doubt() != null)));
  }

  private static List<CommandRule> rulesOf(List<Ready> ready) {
    return ready.stream().map(Ready::rule).toList();
  }
}
