package dev.holdfast.activities.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.change.ChangeActivities.ApplyOutcome;
import dev.holdfast.schemas.change.ChangeActivities.ConfirmOutcome;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@LabTest(servers = 2)
class LockdownIT {
  private static final String SERVER = "lab-2";
  private static final String FILES = "cd /etc/ssh && sha256sum sshd_config sshd_config.d/*";

  private static Bench bench;

  @BeforeAll
  static void start(List<LabServer> servers, Lab lab) throws IOException {
    bench = new Bench(servers);
    sh(lab, "cp -a /etc/ssh /root/ssh-as-it-was");
  }

  @AfterEach
  void leaveTheServerAsItWas(Lab lab) {
    sh(
        lab,
        "cp -a /root/ssh-as-it-was/sshd_config /etc/ssh/ && rm -f /etc/ssh/sshd_config.d/* && systemctl reload ssh");
  }

  @AfterAll
  static void stop(Lab lab) throws IOException {
    sh(lab, "rm -rf /root/ssh-as-it-was");
    bench.close();
  }

  @Test
  void shouldHardenWhateverOtherFilesSayAndThenFindNothingToDo(Lab lab) throws IOException {
    sh(
        lab,
        """
        cd /etc/ssh/sshd_config.d && echo 'PasswordAuthentication yes' >10-cloud.conf &&
        printf 'Ciphers aes128-cbc,aes128-ctr\\nPermitRootLogin yes\\n' >00-aaa.conf &&
        printf 'Match User debian\\n PasswordAuthentication yes\\n X11Forwarding yes\\n' >50-match.conf &&
        sed -i 's/^Include.*//; 1iMaxAuthTries 20' ../sshd_config &&
        printf 'Match all\\n PermitRootLogin yes\\n' >>../sshd_config && systemctl reload ssh
        """);
    SshAudit audit = SshAudit.install();
    Server server = bench.server(SERVER);
    assertThat(audit.fails(server.address(), server.port())).isNotEmpty();

    Bench.Operation operation = bench.operation(SERVER, "lockdown");
    PlanSummary plan = operation.plan("{}");
    assertThat(plan.refusals()).isEmpty();
    assertThat(plan.groups()).singleElement().matches(PlanSummary.Group::commitConfirmed);
    assertThat(operation.stored(plan).group("sshd").changes().getFirst().diff())
        .contains("-permitrootlogin yes", "+permitrootlogin no", "+#holdfast# PermitRootLogin yes");

    assertThat(operation.applyAll(plan)).allMatch(outcome -> outcome.result() == Result.APPLIED);

    assertThat(audit.fails(server.address(), server.port())).isEmpty();
    for (String user : List.of("root", server.user())) {
      assertThat(sh(lab, "sshd -T -C host=h,addr=10.0.0.1,user=" + user).lines())
          .contains(
              "permitrootlogin no",
              "passwordauthentication no",
              "kbdinteractiveauthentication no",
              "permitemptypasswords no",
              "x11forwarding no",
              "allowagentforwarding no",
              "maxauthtries 3");
    }
    assertThat(operation.ledger("applied")).containsExactly("sshd");
    assertThat(bench.reachable(SERVER)).isTrue();
    PlanSummary second = bench.operation(SERVER, "lockdown").plan("{}");
    assertThat(second.changes()).isZero();
    assertThat(second.unchanged()).isEqualTo(1);
  }

  @Test
  void shouldLoosenNothingUnnamedWhenTheInputOfLastTimeIsLeftOut() {
    String strict = "{\"sshd\": {\"allowUsers\": [\"debian\"], \"maxAuthTries\": 2}}";
    Bench.Operation first = bench.operation(SERVER, "lockdown");
    PlanSummary locking = first.plan(strict);
    assertThat(locking.warnings()).noneMatch(warning -> warning.startsWith("loosens"));
    first.applyAll(locking);

    Bench.Operation bare = bench.operation(SERVER, "lockdown");
    PlanSummary loosening = bare.plan("{}");
    assertThat(loosening.warnings())
        .contains(
            "loosens AllowUsers: debian -> everybody who has an accepted key",
            "loosens MaxAuthTries: 2 -> 3");
    assertThat(bare.stored(loosening).loosened()).hasSize(2);

    PlanSummary asBefore = bench.operation(SERVER, "lockdown", strict).plan("{}");
    assertThat(asBefore.changes()).isZero();
    assertThat(asBefore.warnings()).isNull();
  }

  @Test
  void shouldHaveOneEffectWhenAppliedTwice(Lab lab) {
    Bench.Operation operation = bench.operation(SERVER, "lockdown");
    PlanSummary plan = operation.plan("{}");
    ApplyOutcome first = operation.apply(plan, "sshd", 1);
    operation.prove(plan, "sshd", 1);
    assertThat(operation.confirm(plan, "sshd", 1)).isEqualTo(ConfirmOutcome.CONFIRMED);
    String files = sh(lab, FILES);

    assertThat(operation.apply(plan, "sshd", 1)).isEqualTo(first);
    assertThat(operation.apply(plan, "sshd", 2).result()).isEqualTo(Result.APPLIED);
    assertThat(operation.confirm(plan, "sshd", 2)).isEqualTo(ConfirmOutcome.CONFIRMED);
    operation.end();
    assertThat(sh(lab, FILES)).isEqualTo(files);
  }

  @Test
  void shouldRefuseInThePlanWhatWouldLockUsOut(Lab lab) {
    Bench.Operation operation = bench.operation(SERVER, "lockdown");
    PlanSummary plan = operation.plan("{\"sshd\": {\"allowUsers\": [\"ann\"]}}");

    assertThat(plan.refusals()).singleElement().asString().contains("sshd.allowUsers", "debian");
    assertThatThrownBy(() -> operation.apply(plan, "sshd", 1)).satisfies(is(FailureType.REFUSED));
    assertThat(sh(lab, "ls /etc/ssh/sshd_config.d")).isEmpty();
  }

  @Test
  void shouldRefuseInThePlanWhatCannotBeChecked(Lab lab) {
    sh(lab, "echo 'Nonsense yes' >/etc/ssh/sshd_config.d/99-broken.conf");

    PlanSummary plan = bench.operation(SERVER, "lockdown").plan("{}");

    assertThat(plan.refusals()).singleElement().asString().contains("Nonsense");
    sh(lab, "rm /etc/ssh/sshd_config.d/99-broken.conf");
  }

  @Test
  void shouldTakeBackAPortThatCannotBeReached(Lab lab) {
    String before = sh(lab, FILES + " 2>/dev/null || true");
    Bench.Operation operation = bench.operation(SERVER, "lockdown");
    PlanSummary plan = operation.plan("{\"sshd\": {\"ports\": [2222]}}");
    assertThat(plan.refusals()).isEmpty();

    assertThat(operation.apply(plan, "sshd", 1).result()).isEqualTo(Result.APPLIED);
    // The engine's proxy answers in the server's place: it resets the connection, or closes it
    // before
    // any greeting, as an sshd with too many unauthenticated connections does.
    assertThatThrownBy(() -> operation.prove(plan, "sshd", 1))
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure ->
                assertThat(failure.getType())
                    .isIn(FailureType.UNREACHABLE.name(), FailureType.THROTTLED.name()));
    assertThat(operation.revert(plan, "sshd", 1)).isEqualTo(ConfirmOutcome.REVERTED);
    operation.end();

    assertThat(bench.reachable(SERVER)).isTrue();
    assertThat(sh(lab, FILES + " 2>/dev/null || true")).isEqualTo(before);
    assertThat(operation.ledger("reverted")).containsExactly("sshd");
  }

  @Test
  void shouldChangeNothingWhenTheCandidateShowsSomethingElse(Lab lab) {
    sh(
        lab,
        "printf 'Match User debian\\n MaxAuthTries 9\\n' >/etc/ssh/sshd_config.d/50-match.conf && systemctl reload ssh");
    String before = sh(lab, FILES);
    Bench.Operation operation = bench.operation(SERVER, "lockdown");

    assertThat(operation.applyAll(operation.plan("{}")))
        .singleElement()
        .matches(outcome -> outcome.result() == Result.FAILED && outcome.applied().isEmpty())
        .extracting(ApplyOutcome::message)
        .asString()
        .contains("maxauthtries would be '9' for debian, not '3'");

    assertThat(sh(lab, FILES)).isEqualTo(before);
    assertThat(bench.reachable(SERVER)).isTrue();
    assertThat(operation.ledger("applied")).isEmpty();
  }

  private static Consumer<Throwable> is(FailureType type) {
    return thrown ->
        assertThat(thrown.getCause())
            .isInstanceOfSatisfying(
                ApplicationFailure.class,
                failure -> {
                  assertThat(failure.getType()).isEqualTo(type.name());
                  assertThat(failure.isNonRetryable()).isEqualTo(!type.retryable());
                });
  }

  private static String sh(Lab lab, String command) {
    return lab.exec(SERVER, "sh", "-c", command).orThrow().strip();
  }
}
