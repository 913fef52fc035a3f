package dev.holdfast.platform.policy;

import static dev.holdfast.schemas.command.CommandRule.Effect.ALLOW;
import static dev.holdfast.schemas.command.CommandRule.Effect.DENY;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people write, by habit or on purpose, and what a rule against {@code rm} says to it. */
final class EvasionTest {
  private static final CommandRule NO_RM = rule(1, DENY, new Glob("rm *"), null);

  static List<String> evasions() {
    return blocks("evasions.txt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo a\rrm x",
        "rm\r x",
        "true; \r\nrm x",
        "ls\u00a0x; \u00a0rm x",
        "true; rm\u3000x",
        "echo a\u0001; rm x",
        "true; \u200brm x",
        "true; \u202erm x",
        "true; \ud800rm x"
      })
  void shouldRefuseCharactersThatAreReadInMoreThanOneWay(String line) {
    assertThat(decide(Invocation.line(line), NO_RM)).isInstanceOf(PolicyVerdict.Refused.class);
  }

  static List<String> harmless() {
    return blocks("harmless.txt");
  }

  @ParameterizedTest
  @MethodSource("evasions")
  void shouldRefuseADeniedCommandHoweverItIsWritten(String line) {
    assertThat(decide(Invocation.line(line), NO_RM)).isInstanceOf(PolicyVerdict.Refused.class);
    assertThat(decide(Invocation.line("true && " + line), NO_RM))
        .isInstanceOf(PolicyVerdict.Refused.class);
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void shouldAllowWhatCertainlyRunsNothingThatIsDenied(String line) {
    assertThat(decide(Invocation.line(line), NO_RM)).isEqualTo(new PolicyVerdict.Allowed(null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sudo --user root rm x",
        "sudo -nu root rm x",
        "timeout --signal KILL 5 rm x",
        "env -S 'rm x'",
        "nice --adjustment 5 rm x",
        "systemd-run rm x",
        "flock f rm x",
        "nsenter -t 1 -m rm x",
        "xargs rm -f",
        "doas -u root rm x",
        "bash -c -- 'rm x'",
        "find . -exec rm {} +",
        "/usr/bin/../bin/rm x",
        "2>/dev/null rm x"
      })
  void shouldNameTheRuleAloneWhereTheCommandIsSeen(String line) {
    assertThat(decide(Invocation.line(line), NO_RM))
        .isEqualTo(new PolicyVerdict.Refused(NO_RM, List.of()));
  }

  @Test
  void shouldSayWhatCannotBeReadAndByWhichRuleThatMatters() {
    CommandRequest request = request(Invocation.line("$CMD x"));
    PolicyVerdict verdict = new CommandPolicy(List.of(NO_RM)).decide(request);

    assertThat(((PolicyVerdict.Refused) verdict).message(request))
        .isEqualTo(
            "web-1: '$CMD x' is refused by rule 1 (deny rm * on all), because it cannot be read for"
                + " certain: the program's name, which only the shell knows: …; write it out. An"
                + " administrator may change the rules (policy list).");
  }

  @Test
  void shouldAllowWhatCannotBeReadWhereNothingIsDenied() {
    assertThat(decide(Invocation.line("$CMD x"))).isEqualTo(new PolicyVerdict.Allowed(null));
    assertThat(decide(new Invocation.Script("python3", "print(1)")))
        .isEqualTo(new PolicyVerdict.Allowed(null));
  }

  @Test
  void shouldAllowWhatCannotBeReadWhereAnAllowRuleNamesItClosely() {
    var script = new Invocation.Script("python3", "print(1)\n");
    CommandRule everything = rule(2, ALLOW, new Everything(), null);
    CommandRule thisScript = rule(3, ALLOW, new Scripts("python3", script.sha256()), null);
    CommandRule anyScript = rule(4, ALLOW, new Scripts(null, null), null);
    CommandRule vim = rule(5, ALLOW, new Prefix(List.of("vim")), null);

    assertThat(decide(script, NO_RM, everything)).isInstanceOf(PolicyVerdict.Refused.class);
    assertThat(decide(script, NO_RM, anyScript)).isInstanceOf(PolicyVerdict.Refused.class);
    assertThat(decide(script, NO_RM, everything, thisScript))
        .isInstanceOf(PolicyVerdict.Allowed.class);
    assertThat(decide(Invocation.line("vim x"), NO_RM, everything, vim))
        .isInstanceOf(PolicyVerdict.Allowed.class);
    assertThat(decide(Invocation.line("vim -c '!rm x'"), NO_RM, everything, vim))
        .isInstanceOf(PolicyVerdict.Refused.class);
  }

  @Test
  void shouldAllowTheVariablesOfAScriptThatIsReadByItself() {
    for (String interpreter : List.of("sh", "/bin/bash", "python3")) {
      assertThat(decide(new Invocation.Words(List.of("env", "A=b c", interpreter)), NO_RM))
          .isEqualTo(new PolicyVerdict.Allowed(null));
    }
    assertThat(decide(new Invocation.Words(List.of("env", "BASH_ENV=f", "sh")), NO_RM))
        .isInstanceOf(PolicyVerdict.Refused.class);
    assertThat(decide(new Invocation.Words(List.of("env", "A=b", "rm", "x")), NO_RM))
        .isEqualTo(new PolicyVerdict.Refused(NO_RM, List.of()));
  }

  @Test
  void shouldTakeRootsRightsCommandByCommand() {
    CommandRule notAsRoot = rule(1, DENY, new Prefix(List.of("rm")), false);
    CommandRule asRoot = rule(2, DENY, new Prefix(List.of("rm")), true);

    assertThat(decide(Invocation.line("rm x; sudo true"), notAsRoot))
        .isInstanceOf(PolicyVerdict.Refused.class);
    assertThat(decide(Invocation.line("sudo rm x; true"), notAsRoot))
        .isInstanceOf(PolicyVerdict.Allowed.class);
    assertThat(decide(Invocation.line("sudo rm x; true"), asRoot))
        .isInstanceOf(PolicyVerdict.Refused.class);
    assertThat(decide(Invocation.line("sudo true; rm x"), asRoot))
        .isInstanceOf(PolicyVerdict.Allowed.class);
    assertThat(decide(Invocation.line("$SUDO rm x"), asRoot))
        .isInstanceOf(PolicyVerdict.Refused.class);
  }

  @Test
  void shouldRefuseArgumentsThatOnlyTheShellKnowsWhereTheRuleDependsOnThem() {
    CommandRule recursive = rule(1, DENY, new Prefix(List.of("rm", "-rf")), null);
    CommandRule regex = rule(2, DENY, new Regex("systemctl (stop|disable) .*"), null);
    CommandRule plain = rule(3, DENY, new Regex("systemctl stop .*"), null);

    assertThat(decide(Invocation.line("rm $OPTIONS /srv"), recursive))
        .isInstanceOf(PolicyVerdict.Refused.class);
    assertThat(decide(Invocation.line("rm \"$x\" /srv"), recursive))
        .isInstanceOf(PolicyVerdict.Refused.class);
    assertThat(decide(Invocation.line("rm /srv/$x"), recursive))
        .isEqualTo(new PolicyVerdict.Allowed(null));
    assertThat(decide(Invocation.line("systemctl $what nginx"), regex, plain))
        .isInstanceOf(PolicyVerdict.Refused.class);
    assertThat(decide(Invocation.line("echo $what"), plain))
        .isEqualTo(new PolicyVerdict.Allowed(null));
    assertThat(decide(Invocation.line("systemctl start $unit"), plain))
        .isEqualTo(new PolicyVerdict.Allowed(null));
  }

  @Test
  void shouldDenyAProgramByWhateverPathItIsCalled() {
    CommandRule byPath = rule(1, DENY, new Prefix(List.of("/usr/bin/rm")), null);
    CommandRule directory = rule(2, DENY, new Glob("/opt/danger/* *"), null);

    for (String line : List.of("rm x", "/bin/rm x", "../../bin/rm x", "\"$D\"/rm x")) {
      assertThat(decide(Invocation.line(line), byPath)).isInstanceOf(PolicyVerdict.Refused.class);
    }
    for (String line : List.of("/opt/danger/a x", "/opt/./danger//a x", "cd /opt; danger/a x")) {
      assertThat(decide(Invocation.line(line), directory))
          .isInstanceOf(PolicyVerdict.Refused.class);
    }
    assertThat(decide(Invocation.line("ls x"), byPath, directory))
        .isEqualTo(new PolicyVerdict.Allowed(null));
  }

  @Test
  void shouldDecideQuicklyWhateverIsWritten() {
    List<String> nasty =
        List.of(
            "((((((((".repeat(10_000),
            "$(".repeat(50_000),
            "${x:-".repeat(40_000),
            "'\"".repeat(60_000),
            "a=b ".repeat(50_000),
            "{ ".repeat(60_000),
            "f() ".repeat(40_000),
            "`a`".repeat(40_000),
            "!".repeat(100_000) + " " + "! ".repeat(50_000),
            "<<E ".repeat(30_000),
            "sudo ".repeat(40_000) + "rm x",
            "sed 's/" + "(a*)*".repeat(190) + "/x/'",
            "awk '" + "system ".repeat(30_000) + "'",
            "sh -c ".repeat(20_000));
    CommandPolicy policy =
        new CommandPolicy(List.of(NO_RM, rule(2, DENY, new Regex("(a*)*"), null)));
    for (String line : nasty) {
      Instant before = Instant.now();
      assertThat(policy.decide(request(new Invocation.Script("sh", line)))).isNotNull();
      assertThat(Duration.between(before, Instant.now()))
          .as(line.substring(0, 20))
          .isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void shouldTakeFarLessThanAMillisecondForAnOrdinaryLine() {
    CommandPolicy policy = new CommandPolicy(List.of(NO_RM));
    List<Invocation> lines = harmless().stream().map(Invocation::line).toList();
    for (int i = 0; i < 50; i++) {
      lines.forEach(line -> policy.decide(request(line)));
    }
    long before = System.nanoTime();
    for (int i = 0; i < 50; i++) {
      lines.forEach(line -> policy.decide(request(line)));
    }
    long each = (System.nanoTime() - before) / (50L * lines.size());
    assertThat(Duration.ofNanos(each)).isLessThan(Duration.ofMillis(1));
  }

  private static PolicyVerdict decide(Invocation invocation, CommandRule... rules) {
    return new CommandPolicy(List.of(rules)).decide(request(invocation));
  }

  private static CommandRequest request(Invocation invocation) {
    return new CommandRequest(
        "default", "exec", "web-1", Map.of(), "ada", false, CommandReading.of(invocation));
  }

  private static CommandRule rule(
      long id, CommandRule.Effect effect, CommandMatcher matcher, @Nullable Boolean sudo) {
    return new CommandRule(
        id, "default", effect, null, "all", null, sudo, matcher, false, null, "ada", Instant.EPOCH);
  }

  /** One line each, or several between lines of {@code ---}. */
  static List<String> blocks(String file) {
    String text = Resources.text(file);
    return List.of(text.split("\n---\n", -1)).stream()
        .flatMap(block ->
            block.startsWith("|")
                ? List.of(block.substring(1)).stream()
                : block.lines().filter(line -> !line.isBlank()))
        .collect(Collectors.toList());
  }
}
