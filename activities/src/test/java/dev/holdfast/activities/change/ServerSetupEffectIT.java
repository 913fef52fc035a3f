package dev.holdfast.activities.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import dev.holdfast.schemas.change.PlanSummary;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Server-setup promises that people can log in and run commands: the server is asked. */
@LabTest(servers = 2)
class ServerSetupEffectIT {
  private static final String SERVER = "lab-1";
  private static final String DROP_IN = "/etc/ssh/sshd_config.d/50-effect.conf";

  private static Bench bench;
  private static String key = "";

  @BeforeAll
  static void start(List<LabServer> servers, Lab lab) throws IOException {
    bench = new Bench(servers);
    key =
        sh(
            lab,
            "mkdir -p -m 700 /root/effect && cd /root/effect && ssh-keygen -q -t ed25519 -N '' -C kim -f key && cat key.pub");
  }

  @AfterEach
  void leaveTheServerAsItWas(Lab lab) {
    sh(
        lab,
        "rm -rf %s /etc/sudoers.d/zz-effect /etc/sudoers.d/holdfast-user-kim; systemctl reload ssh; userdel -rf kim 2>/dev/null; groupdel kim 2>/dev/null; true"
            .formatted(DROP_IN));
  }

  @AfterAll
  static void stop(Lab lab) throws IOException {
    sh(lab, "rm -rf /root/effect");
    bench.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"  # KEY", "cert-authority KEY", "no-such-option KEY", "#KEY", "KEYx"})
  void shouldAddALineThatWorksWhereTheOneThereIsNone(String there, Lab lab) {
    line(lab, there);

    PlanSummary second = apply(user());

    assertThat(login(lab)).isTrue();
    assertThat(second.changes()).isZero();
    assertThat(sh(lab, "wc -l <~kim/.ssh/authorized_keys")).isEqualTo("2");
  }

  @ParameterizedTest
  @CsvSource({
    "'command=\"/bin/false\" KEY', one command only",
    "'expiry-time=\"20200101\" KEY', has expired",
    "'no-pty,from=\"192.0.2.77\" KEY', only from 192.0.2.77"
  })
  void shouldNameTheLineThatStandsInTheWay(String there, String why, Lab lab) {
    line(lab, there);

    assertThat(plan(user()).refusals()).singleElement().asString().contains("'kim'", why);
    assertThat(login(lab)).isFalse();
  }

  @Test
  void shouldLeaveALineThatOnlyRestricts(Lab lab) {
    line(lab, " no-agent-forwarding,no-X11-forwarding KEY");
    sh(lab, "chmod 700 ~kim/.ssh; chmod 600 ~kim/.ssh/authorized_keys");

    assertThat(plan(user()).changes()).isZero();
    assertThat(login(lab)).isTrue();
  }

  @Test
  void shouldNotWriteKeysWhereSshdDoesNotLook(Lab lab) {
    sshd(lab, "Match User kim\n  AuthorizedKeysFile /etc/ssh/keys/%u");

    assertThat(plan(user()).refusals())
        .singleElement()
        .asString()
        .contains("kim", "/etc/ssh/keys/%u", "AuthorizedKeysFile");

    sh(
        lab,
        "useradd -m -s /bin/bash kim; mkdir -p /etc/ssh/keys; cp /root/effect/key.pub /etc/ssh/keys/kim");
    assertThat(login(lab)).isTrue();
    PlanSummary there = plan(user());
    assertThat(there.refusals()).isEmpty();
    assertThat(there.changes()).isZero();
    sh(lab, "rm -r /etc/ssh/keys");
  }

  @Test
  void shouldLetNewUsersInAlsoWithoutPam(Lab lab) {
    sshd(lab, "UsePAM no");

    assertThat(apply(user()).changes()).isZero();

    assertThat(sh(lab, "getent shadow kim | cut -d: -f2")).isEqualTo("*");
    assertThat(login(lab)).isTrue();
    sh(lab, "usermod -L kim; usermod -p '!' kim");
    assertThat(login(lab)).isFalse();
    assertThat(plan(user()).refusals()).singleElement().asString().contains("usermod -p '*' kim");
  }

  @ParameterizedTest
  @CsvSource({
    "AllowUsers debian, AllowUsers does not name it",
    "AllowGroups sudo root, AllowGroups names no group",
    "PubkeyAcceptedAlgorithms rsa-sha2-512, PubkeyAcceptedAlgorithms"
  })
  void shouldSayWhichSettingOfSshdKeepsTheUserOut(String setting, String why, Lab lab) {
    // Only read, never loaded: the lab's own user would be kept out too.
    sh(lab, "echo '%s' >%s".formatted(setting, DROP_IN));

    assertThat(plan(user()).refusals()).singleElement().asString().contains("kim", why);
  }

  @Test
  void shouldSayThatTheAccountHasExpired(Lab lab) {
    sh(lab, "useradd -m -s /bin/bash kim; chage -E 1 kim");

    assertThat(plan(user()).refusals()).singleElement().asString().contains("chage -E -1");
  }

  @Test
  void shouldSayWhichLaterRuleOverrulesOurs(Lab lab) {
    String input =
        "{\"users\": [{\"name\": \"kim\"}], \"sudo\": [{\"user\": \"kim\", \"commands\": [\"/usr/bin/id\"]}]}";
    assertThat(apply(input).refusals()).isEmpty();
    assertThat(sh(lab, "su kim -c 'sudo -n /usr/bin/id -un'")).isEqualTo("root");

    sh(lab, "echo 'kim ALL=(ALL) ALL' >/etc/sudoers.d/zz-effect");

    assertThat(lab.exec(SERVER, "su", "kim", "-c", "sudo -n /usr/bin/id").exitCode()).isNotZero();
    assertThat(plan(input).refusals())
        .singleElement()
        .asString()
        .contains("has no effect", "(ALL) ALL");
  }

  @Test
  void shouldTakeAPackageThatAnotherOneProvidesAsInstalled() {
    PlanSummary plan = plan("{\"packages\": [\"default-logind\", \"sudo\"]}");

    assertThat(plan.refusals()).isEmpty();
    assertThat(plan.changes()).isZero();
  }

  @Test
  void shouldCompareGroupsByNumber(Lab lab) {
    sh(
        lab,
        "groupadd -g 1777 first; groupadd -o -g 1777 second; useradd -m -s /bin/bash -G first kim");
    String input = "{\"users\": [{\"name\": \"kim\", \"groups\": [\"second\"]}]}";

    assertThat(plan(input).changes()).isZero();
    sh(lab, "gpasswd -d kim first");
    assertThat(apply(input).changes()).isZero();
    sh(lab, "groupdel first; groupdel second");
  }

  private static String user() {
    return "{\"users\": [{\"name\": \"kim\", \"authorizedKeys\": [\"%s\"]}]}".formatted(key);
  }

  /** A user whose authorized_keys holds one line. */
  private static void line(Lab lab, String line) {
    String text = line.replace("KEYx", key.replace(" kim", "x kim")).replace("KEY", key);
    sh(
        lab,
        "useradd -m -s /bin/bash kim; install -d -m 700 -o kim -g kim ~kim/.ssh; printf '%%s\\n' '%s' >~kim/.ssh/authorized_keys; chown kim: ~kim/.ssh/authorized_keys"
            .formatted(text));
  }

  private static void sshd(Lab lab, String settings) {
    sh(lab, "echo '%s' >%s; sshd -t && systemctl reload ssh".formatted(settings, DROP_IN));
  }

  private static PlanSummary plan(String input) {
    return bench.operation(SERVER, "server-setup").plan(input);
  }

  /** Applies the input; returns what is left to do. */
  private static PlanSummary apply(String input) {
    Bench.Operation operation = bench.operation(SERVER, "server-setup");
    PlanSummary plan = operation.plan(input);
    assertThat(plan.refusals()).isEmpty();
    assertThat(operation.applyAll(plan)).allMatch(done -> done.result() == Result.APPLIED);
    return plan(input);
  }

  private static boolean login(Lab lab) {
    return lab.exec(
                SERVER,
                "sh",
                "-c",
                "cd /root/effect && timeout 30 ssh -F none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o BatchMode=yes -i key kim@127.0.0.1 true </dev/null")
            .exitCode()
        == 0;
  }

  private static String sh(Lab lab, String command) {
    return lab.exec(SERVER, "sh", "-c", command).orThrow().strip();
  }
}
