package dev.holdfast.platform.policy;

import static dev.holdfast.schemas.command.CommandRule.Effect.ALLOW;
import static dev.holdfast.schemas.command.CommandRule.Effect.DENY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.command.CommandMatcher;
import dev.holdfast.schemas.command.CommandMatcher.Everything;
import dev.holdfast.schemas.command.CommandMatcher.Glob;
import dev.holdfast.schemas.command.CommandMatcher.Prefix;
import dev.holdfast.schemas.command.CommandMatcher.Regex;
import dev.holdfast.schemas.command.CommandMatcher.Scripts;
import dev.holdfast.schemas.command.CommandRule;
import dev.holdfast.schemas.command.Invocation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandPolicyTest {
  private static final CommandRule STATUS = rule(1, ALLOW, new Glob("systemctl status *"));
  private static final CommandRule NO_RM = rule(2, DENY, new Prefix(List.of("rm", "-rf")));

  @Test
  void shouldAllowEverythingWhereNoRuleApplies() {
    assertThat(decide(line("reboot"))).isEqualTo(new PolicyVerdict.Allowed(null));
    assertThat(decide(line("reboot"), scoped(1, ALLOW, "env=test", null, null, null)))
        .isEqualTo(new PolicyVerdict.Allowed(null));
  }

  @Test
  void shouldLetOnlyWhatIsAllowedPassWhereARuleAllows() {
    assertThat(decide(line("systemctl status nginx"), STATUS))
        .isEqualTo(new PolicyVerdict.Allowed(STATUS));
    assertThat(decide(line("reboot"), STATUS))
        .isEqualTo(new PolicyVerdict.Refused(null, List.of(STATUS)));
  }

  @Test
  void shouldLetDenyWinWhateverTheOrder() {
    List<CommandRule> rules =
        new ArrayList<>(List.of(rule(1, ALLOW, new Everything()), NO_RM, STATUS));
    for (int i = 0; i < rules.size(); i++) {
      Collections.rotate(rules, 1);
      assertThat(refusedBy(line("rm -rf /srv"), rules)).isEqualTo(NO_RM);
      assertThat(allowed(line("ls"), rules)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "systemctl status x; rm -rf /",
        "systemctl status x && rm -rf /",
        "systemctl status x | sh",
        "systemctl status x & reboot",
        "systemctl status x\nreboot",
        "systemctl status $(reboot)",
        "systemctl status `reboot`",
        "systemctl status \"$(reboot)\"",
        "systemctl status x > /etc/passwd",
        "systemctl status x < /dev/null",
        "systemctl status ~root",
        "systemctl status *",
        "systemctl status {a,b}",
        "systemctl status x #",
        "systemctl status \\x",
        "systemctl status 'x'",
        "PATH=/tmp systemctl status x",
        "systemctl status x\rreboot"
      })
  void shouldNotSatisfyAnAllowRuleWithWhatAShellInterprets(String line) {
    assertThat(allowed(line(line), List.of(STATUS))).isFalse();
    assertThat(
            allowed(
                line(line), List.of(rule(1, ALLOW, new Prefix(List.of("systemctl", "status"))))))
        .isFalse();
    assertThat(allowed(line(line), List.of(rule(1, ALLOW, new Regex("systemctl status .*")))))
        .isFalse();
    // The same as one argument, should whoever runs it forget to quote.
    Invocation words =
        new Invocation.Words(List.of("systemctl", "status", line.substring("systemctl ".length())));
    assertThat(allowed(words, List.of(STATUS))).isFalse();
  }

  @Test
  void shouldTakeShellTextWhereTheAllowRuleSaysSo() {
    CommandRule pipes = shell(1, new Glob("journalctl -u nginx | tail *"));
    CommandRule regex = shell(2, new Regex("cd /srv/[a-z]+ && git pull"));

    assertThat(allowed(line("journalctl -u nginx | tail -n 5"), List.of(pipes))).isTrue();
    assertThat(allowed(line("cd /srv/app && git pull"), List.of(regex))).isTrue();
    assertThat(allowed(line("cd /srv/app && git pull; id"), List.of(regex))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rm -rf /srv",
        "/bin/rm -rf /srv",
        "sudo rm -rf /srv",
        "sudo -u deploy -- rm -rf /srv",
        "sudo -n env A=b nice -n 5 rm -rf /srv",
        "timeout 5 rm -rf /srv",
        "cd /tmp; rm -rf x",
        "cd /tmp && rm -rf x",
        "ls | xargs rm -rf",
        "echo \"$(rm -rf x)\"",
        "echo `rm -rf x`",
        "if true; then rm -rf x; fi",
        "A=1 rm -rf x",
        "'rm' -rf x",
        "r\\m -rf x",
        "{ rm -rf x; }",
        "(rm -rf x)",
        "echo a\nrm -rf x",
        "sh -c 'rm -rf x'",
        "bash -ec \"cd /; rm -rf x\"",
        "sudo sh -c 'rm -rf x'",
        "su - deploy -c 'rm -rf x'",
        "eval 'rm -rf x'"
      })
  void shouldSeeADeniedCommandInText(String line) {
    assertThat(refusedBy(line(line), List.of(NO_RM))).isEqualTo(NO_RM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"echo rm -rf x", "ls # rm -rf x", "grep 'rm -rf' notes", "rm -r x", "env rm=-rf"})
  void shouldNotSeeADeniedCommandWhereThereIsNone(String line) {
    assertThat(allowed(line(line), List.of(NO_RM))).isTrue();
  }

  @Test
  void shouldDenyScriptsHoweverTheyAreStarted() {
    CommandRule none = rule(1, DENY, new Scripts(null, null));

    assertThat(allowed(new Invocation.Script("python3", "print(1)"), List.of(none))).isFalse();
    assertThat(allowed(line("sh -c 'id'"), List.of(none))).isFalse();
    assertThat(allowed(line("id; id"), List.of(none))).isFalse();
    assertThat(allowed(line("id -u"), List.of(none))).isTrue();
  }

  @Test
  void shouldAllowAScriptByItsInterpreterAndHash() {
    var script = new Invocation.Script("python3", "print(1)\n");
    CommandRule this_ = rule(1, ALLOW, new Scripts("python3", script.sha256()));

    assertThat(allowed(script, List.of(this_))).isTrue();
    assertThat(allowed(new Invocation.Script("python3", "print(2)\n"), List.of(this_))).isFalse();
    assertThat(allowed(new Invocation.Script("perl", "print(1)\n"), List.of(this_))).isFalse();
    assertThat(allowed(line("python3 print.py"), List.of(this_))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "systemctl status *, systemctl status nginx, true",
    "systemctl status *, systemctl status nginx ssh, true",
    "systemctl status *, systemctl status, false",
    "systemctl status *, systemctl statusx nginx, false",
    "cat /var/log/*, cat /var/log/syslog, true",
    "cat /var/log/*, cat /var/log/syslog /etc/shadow, false",
    "cat /var/log/*.log, cat /var/log/a.log, true",
    "cat /var/log/*.log, cat /var/log/a.txt, false",
    "systemctl * nginx, systemctl restart nginx, true",
    "systemctl * nginx, systemctl restart a nginx, false",
    "id -?, id -u, true",
    "id -?, id -un, false",
    "*, id, true",
    "*, id -u, false"
  })
  void shouldMatchAPatternWordByWord(String pattern, String command, boolean allowed) {
    assertThat(allowed(line(command), List.of(rule(1, ALLOW, new Glob(pattern)))))
        .isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "a*b*c, axxbyyc, true",
    "a*b*c, axxbyy, false",
    "**, , true",
    "?*, , false",
    "a*a, a, false"
  })
  void shouldKnowWildcards(String pattern, @Nullable String text, boolean matches) {
    assertThat(Wildcards.match(pattern, text == null ? "" : text)).isEqualTo(matches);
  }

  @Test
  void shouldMatchARegularExpressionAgainstTheWholeLine() {
    List<CommandRule> rules = List.of(rule(1, ALLOW, new Regex("apt-get (update|upgrade)( -y)?")));

    assertThat(allowed(line("apt-get update"), rules)).isTrue();
    assertThat(allowed(line("apt-get upgrade -y"), rules)).isTrue();
    assertThat(allowed(line("apt-get update now"), rules)).isFalse();
    assertThat(allowed(line("xapt-get update"), rules)).isFalse();
  }

  @Test
  void shouldNotBeSlowedDownByAPatternOrAText() {
    Instant before = Instant.now();
    Invocation long_ = new Invocation.Script("sh", "a".repeat(200_000) + ";a".repeat(10_000));
    Invocation tooLong = new Invocation.Script("sh", "a".repeat(1 << 20));

    assertThat(allowed(long_, List.of(rule(1, DENY, new Regex("(a*)*b"))))).isTrue();
    assertThat(allowed(long_, List.of(rule(1, DENY, new Glob("*a*a*a*b"))))).isTrue();
    assertThat(allowed(tooLong, List.of(rule(1, DENY, new Glob("*a*a*a*b"))))).isFalse();
    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(20));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "all, -, -, -, true",
        "env=prod, -, -, -, true",
        "env=test, -, -, -, false",
        "web-1, exec, ada, true, true",
        "web-2, -, -, -, false",
        "all, copy, -, -, false",
        "all, -, bob, -, false",
        "all, -, -, false, false",
        "all, exec, -, true, true"
      })
  void shouldApplyWithinItsScope(
      String selector,
      @Nullable String operation,
      @Nullable String user,
      @Nullable Boolean sudo,
      boolean applies) {
    CommandRule rule = scoped(1, DENY, selector, operation, user, sudo);
    var request = request(line("id"), true);

    assertThat(new CommandPolicy(List.of(rule)).decide(request) instanceof PolicyVerdict.Refused)
        .isEqualTo(applies);
    assertThat(rule.applies("other", "exec", "web-1", Map.of("env", "prod"), "ada", true))
        .isFalse();
  }

  @Test
  void shouldKnowWhoBecomesRootByItself() {
    assertThat(CommandReading.of(line("sudo id")).becomesRoot()).isTrue();
    assertThat(CommandReading.of(line("env A=b /usr/bin/sudo -n id")).becomesRoot()).isTrue();
    assertThat(CommandReading.of(line("id; su -c id")).becomesRoot()).isTrue();
    assertThat(CommandReading.of(line("cat /etc/sudoers")).becomesRoot()).isFalse();
  }

  @Test
  void shouldNameTheRuleTheReasonAndWhoMayChangeIt() {
    CommandRule rule =
        new CommandRule(
            7,
            "default",
            DENY,
            null,
            "env=prod",
            null,
            null,
            NO_RM.matcher(),
            false,
            "nothing is deleted by hand",
            "ada",
            Instant.EPOCH);
    var request = request(line("rm -rf /srv"), false);
    var refused = (PolicyVerdict.Refused) new CommandPolicy(List.of(rule)).decide(request);
    var unnamed = (PolicyVerdict.Refused) new CommandPolicy(List.of(STATUS)).decide(request);

    assertThat(refused.message(request))
        .isEqualTo(
            "web-1: 'rm -rf /srv' is refused by rule 7 (deny rm -rf ... on env=prod): nothing is"
                + " deleted by hand. An administrator may change the rules (policy list).");
    assertThat(unnamed.message(request)).contains("only what is named may run", "rule 1 (allow");
  }

  @Test
  void shouldRefuseWhatCannotBeRight() {
    assertThatThrownBy(() -> new CommandPolicy(List.of(rule(1, DENY, new Regex("(")))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("pattern: '(' is not a regular expression");
    assertThatThrownBy(() -> new CommandPolicy(List.of(rule(1, DENY, new Regex("(a)\\1")))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Glob(" ")).hasMessageStartingWith("pattern: ");
    assertThatThrownBy(() -> new Prefix(List.of())).hasMessageStartingWith("words: ");
    assertThatThrownBy(() -> new Scripts(null, "ABC")).hasMessageStartingWith("sha256: ");
    assertThatThrownBy(() -> Invocation.of(List.of("a\0b"))).hasMessageContaining("NUL");
    assertThatThrownBy(() -> Invocation.of(List.of("a", "b\0"))).hasMessageContaining("NUL");
    assertThatThrownBy(() -> Invocation.of(List.of(" "))).hasMessageContaining("empty");
    assertThatThrownBy(() -> Invocation.of(List.of())).hasMessageContaining("empty");
  }

  private static Invocation line(String line) {
    return Invocation.line(line);
  }

  private static PolicyVerdict decide(Invocation invocation, CommandRule... rules) {
    return new CommandPolicy(List.of(rules)).decide(request(invocation, false));
  }

  private static boolean allowed(Invocation invocation, List<CommandRule> rules) {
    return new CommandPolicy(rules).decide(request(invocation, false))
        instanceof PolicyVerdict.Allowed;
  }

  private static @Nullable CommandRule refusedBy(Invocation invocation, List<CommandRule> rules) {
    return new CommandPolicy(rules).decide(request(invocation, false))
            instanceof PolicyVerdict.Refused refused
        ? refused.by()
        : null;
  }

  private static CommandRequest request(Invocation invocation, boolean root) {
    return new CommandRequest(
        "default", "exec", "web-1", Map.of("env", "prod"), "ada", root, invocation);
  }

  private static CommandRule rule(long id, CommandRule.Effect effect, CommandMatcher matcher) {
    return new CommandRule(
        id, "default", effect, null, "all", null, null, matcher, false, null, "ada", Instant.EPOCH);
  }

  private static CommandRule shell(long id, CommandMatcher matcher) {
    return new CommandRule(
        id, "default", ALLOW, null, "all", null, null, matcher, true, null, "ada", Instant.EPOCH);
  }

  private static CommandRule scoped(
      long id,
      CommandRule.Effect effect,
      String selector,
      @Nullable String operation,
      @Nullable String user,
      @Nullable Boolean sudo) {
    return new CommandRule(
        id,
        "default",
        effect,
        operation,
        selector,
        user,
        sudo,
        new Everything(),
        false,
        null,
        "ada",
        Instant.EPOCH);
  }
}
