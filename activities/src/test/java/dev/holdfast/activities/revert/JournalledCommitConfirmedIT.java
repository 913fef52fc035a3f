package dev.holdfast.activities.revert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.journal.EntryKey;
import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.journal.Journal.Outcome.Finished;
import dev.holdfast.activities.journal.SshJournal;
import dev.holdfast.activities.revert.CommitConfirmed.Armed;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.change.ChangeActivities.ConfirmOutcome;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Changes that take themselves back, on a real server with systemd and sshd. */
@LabTest
final class JournalledCommitConfirmedIT {
  private static final Duration FOREVER = Duration.ofMinutes(10);
  private static final Duration SOON = Duration.ofSeconds(3);
  private static final String SSHD = "/etc/ssh/sshd_config.d/00-test.conf";

  private final Lab lab;
  private final Server server;
  private final long token = LabFixture.nextToken();
  private final SshjSsh ssh;
  private final Journal journal;
  private final CommitConfirmed changes;
  private String operation = "";
  private Step applied = LabFixture.step("op", "apply", token);

  JournalledCommitConfirmedIT(Lab lab, LabServer labServer) {
    this.lab = lab;
    this.server = LabFixture.server(labServer);
    this.ssh = LabFixture.ssh(labServer);
    this.journal = new SshJournal(ssh);
    this.changes = new JournalledCommitConfirmed(journal, ssh);
  }

  @BeforeEach
  void name(TestInfo test) {
    operation = LabFixture.operation(test);
    applied = step("apply");
    LabFixture.onServer(lab, "rm -rf /root/conf; mkdir /root/conf; echo old >/root/conf/file");
  }

  @AfterEach
  void nothingStaysBehind() {
    try {
      journal.close(server, operation, token);
      assertNothingPending();
    } finally {
      LabFixture.onServer(
          lab, "rm -f " + SSHD + "; systemctl reset-failed; systemctl reload-or-restart ssh");
      ssh.close();
    }
  }

  @Test
  void shouldKeepWhatIsConfirmed() {
    apply(FOREVER, "echo new >/root/conf/file; echo did");
    assertThat(LabFixture.onServer(lab, "systemctl is-enabled holdfast-revert.service"))
        .isEqualTo("enabled");

    assertThat(confirm("confirm")).isEqualTo(ConfirmOutcome.CONFIRMED);
    assertThat(confirm("confirm")).isEqualTo(ConfirmOutcome.CONFIRMED);
    assertThat(revert("revert")).isEqualTo(ConfirmOutcome.CONFIRMED);
    assertThat(file()).isEqualTo("new");
    assertThat(changes.apply(server, armed(FOREVER, "never"), LabFixture.SILENT))
        .isEqualTo(new Finished(0, "did\n"));
    assertNothingPending();
  }

  @Test
  void shouldTakeBackWhatNobodyConfirmsWhileTheClientIsGone() {
    apply(SOON, "echo new >/root/conf/file");
    ssh.forget(server);
    awaitRevert();

    assertThat(file()).isEqualTo("old");
    assertNothingPending();
    assertThat(confirm("confirm")).isEqualTo(ConfirmOutcome.REVERTED);
    assertThat(revert("revert")).isEqualTo(ConfirmOutcome.REVERTED);
    assertFails(
        FailureType.REVERTED, () -> changes.apply(server, armed(SOON, "never"), LabFixture.SILENT));
  }

  @Test
  void shouldTakeBackEverythingAsItWas() {
    LabFixture.onServer(
        lab,
        "cd /root/conf; chown debian:users file; chmod 640 file; ln -s file link; mkdir -m 750 dir; echo a >dir/a; chown -R debian dir; rm -rf /root/absent");
    String facts =
        "cd /root/conf; find . ! -name . -printf '%p %y %m %u %g %l\\n' | sort; cat file dir/*; ls /root/absent 2>&1 || true";
    String before = LabFixture.onServer(lab, facts);
    Armed armed =
        new Armed(
            applied,
            List.of("/root/conf/file", "/root/conf/link", "/root/conf/dir", "/root/absent"),
            List.of(),
            "cd /root/conf; rm -rf file link dir; echo x >dir; mkdir file; ln -s dir link; mkdir -p /root/absent/deep",
            FOREVER);
    assertThat(changes.apply(server, armed, LabFixture.SILENT)).isEqualTo(new Finished(0, ""));
    assertThat(LabFixture.onServer(lab, facts)).isNotEqualTo(before);

    assertThat(revert("revert")).isEqualTo(ConfirmOutcome.REVERTED);
    assertThat(LabFixture.onServer(lab, facts)).isEqualTo(before);
  }

  @Test
  void shouldTakeBackAtTheNextBoot() {
    LabFixture.onServer(lab, "echo 'ListenAddress 127.0.0.1' >/root/conf/sshd");
    apply(List.of(SSHD), FOREVER, "cp /root/conf/sshd " + SSHD + " && systemctl reload ssh");

    lab.reboot("lab-1");

    assertThat(LabFixture.onServer(lab, "ls " + SSHD + " 2>/dev/null || true")).isEmpty();
    assertNothingPending();
    assertThat(confirm("confirm")).isEqualTo(ConfirmOutcome.REVERTED);
    ssh.prove(server, server.port());
  }

  @Test
  void shouldBringBackAnSshdThatItsChangeHasKilled() {
    apply(
        List.of(SSHD),
        SOON,
        "echo 'Nonsense yes' >" + SSHD + "; systemctl kill --kill-who=main -s KILL ssh; exit 0");
    LabFixture.await(
        lab, "! systemctl is-active --quiet ssh || [ -e " + revertDirectory() + "/reverted ]");
    awaitRevert();

    ssh.prove(server, server.port());
    assertThat(confirm("confirm")).isEqualTo(ConfirmOutcome.REVERTED);
  }

  @Test
  void shouldTakeBackAScriptThatFails() {
    Journal.Outcome outcome =
        changes.apply(
            server, armed(FOREVER, "echo new >/root/conf/file; exit 9"), LabFixture.SILENT);

    assertThat(outcome)
        .asInstanceOf(type(Finished.class))
        .satisfies(f -> {
          assertThat(f.exitCode()).isEqualTo(9);
          assertThat(f.tail()).contains("reverting the change");
        });
    assertThat(file()).isEqualTo("old");
    assertNothingPending();
    assertThat(confirm("confirm")).isEqualTo(ConfirmOutcome.REVERTED);
  }

  @Test
  void shouldTakeBackAScriptThatTakesTooLong() {
    Journal.Outcome outcome =
        changes.apply(
            server, armed(SOON, "echo new >/root/conf/file; sleep 60"), LabFixture.SILENT);

    assertThat(outcome)
        .asInstanceOf(type(Finished.class))
        .extracting(Finished::exitCode)
        .isEqualTo(124);
    awaitRevert();
    assertThat(file()).isEqualTo("old");
  }

  @Test
  void shouldChangeNothingThatCannotBeArmed() {
    LabFixture.onServer(lab, "mkdir -p /etc/systemd/system/holdfast-revert.service");
    try {
      Journal.Outcome outcome =
          changes.apply(server, armed(FOREVER, "echo new >/root/conf/file"), LabFixture.SILENT);

      assertThat(outcome)
          .asInstanceOf(type(Finished.class))
          .satisfies(f -> {
            assertThat(f.exitCode()).isEqualTo(78);
            assertThat(f.tail()).contains("nothing was changed");
          });
    } finally {
      LabFixture.onServer(lab, "rm -rf /etc/systemd/system/holdfast-revert.service");
    }
    assertThat(file()).isEqualTo("old");
    assertFails(FailureType.COMMAND_FAILED, () -> confirm("confirm"));
  }

  @Test
  void shouldLetExactlyOneOfConfirmAndRevertWin() throws Exception {
    int confirmed = 0;
    for (int i = 0; i < 20; i++) {
      int round = i;
      applied = step("apply" + i);
      LabFixture.onServer(lab, "echo old >/root/conf/file");
      apply(FOREVER, "echo new >/root/conf/file");

      List<ConfirmOutcome> outcomes =
          inParallel(List.of(() -> confirm("confirm" + round), () -> revert("revert" + round)));

      assertThat(outcomes).as("round " + i).containsOnly(outcomes.getFirst());
      boolean kept = outcomes.getFirst() == ConfirmOutcome.CONFIRMED;
      assertThat(file()).isEqualTo(kept ? "new" : "old");
      confirmed += kept ? 1 : 0;
    }
    assertNothingPending();
    System.err.println("confirm won " + confirmed + " of 20 races");
  }

  @Test
  void shouldKeepOpenSessionsAcrossChangeAndRevert() {
    String before = connection();
    apply(
        List.of(SSHD),
        FOREVER,
        "echo 'LogLevel VERBOSE' >" + SSHD + " && sshd -t && systemctl reload ssh");
    ssh.prove(server, server.port());
    String pid = LabFixture.onServer(lab, "systemctl show -P MainPID ssh");

    assertThat(revert("revert")).isEqualTo(ConfirmOutcome.REVERTED);

    assertThat(connection()).isEqualTo(before);
    assertThat(LabFixture.onServer(lab, "systemctl show -P MainPID ssh"))
        .as("reloaded, not restarted")
        .isEqualTo(pid);
    assertThat(LabFixture.onServer(lab, "sshd -T | grep -i loglevel")).isEqualTo("loglevel INFO");
  }

  @Test
  void shouldTakeBackWhatIsPendingWhenItsOperationIsClosed() {
    apply(FOREVER, "echo new >/root/conf/file");

    journal.close(server, operation, token);

    assertThat(file()).isEqualTo("old");
    assertFails(FailureType.FENCED, () -> confirm("confirm"));
  }

  @Test
  void shouldTakeBackWhatIsPendingBeforeTheNextHolderStarts() {
    apply(FOREVER, "echo new >/root/conf/file");
    Step next = LabFixture.step(operation + "-next", "look", token + 1);

    assertThat(
            journal.run(
                server, new Journal.Entry(next, "cat /root/conf/file", FOREVER), LabFixture.SILENT))
        .isEqualTo(new Finished(0, "old\n"));
    journal.close(server, operation + "-next", token + 1);
  }

  private void apply(Duration window, String script) {
    apply(List.of("/root/conf/file"), window, script);
  }

  private void apply(List<String> paths, Duration window, String script) {
    Armed armed = new Armed(applied, paths, List.of("ssh.service"), script, window);
    assertThat(changes.apply(server, armed, LabFixture.SILENT))
        .asInstanceOf(type(Finished.class))
        .satisfies(f -> assertThat(f.exitCode()).as(f.tail()).isZero());
  }

  private Armed armed(Duration window, String script) {
    return new Armed(applied, List.of("/root/conf/file"), List.of(), script, window);
  }

  private ConfirmOutcome confirm(String key) {
    return changes.confirm(server, step(key), applied, LabFixture.SILENT);
  }

  private ConfirmOutcome revert(String key) {
    return changes.revert(server, step(key), applied, LabFixture.SILENT);
  }

  private Step step(String key) {
    return LabFixture.step(operation, key, token);
  }

  private String file() {
    return LabFixture.onServer(lab, "cat /root/conf/file");
  }

  private String connection() {
    return ssh.exec(server, new Command("echo $SSH_CONNECTION", "", false, SOON, 1000)).stdout();
  }

  private String revertDirectory() {
    return "/var/lib/holdfast/revert/" + EntryKey.of(applied).id();
  }

  private void awaitRevert() {
    LabFixture.await(lab, "[ -e " + revertDirectory() + "/reverted ]");
  }

  private void assertNothingPending() {
    LabFixture.await(lab, "[ -z \"$(systemctl list-units --plain --no-legend \"holdfast-*\")\" ]");
    assertThat(
            LabFixture.onServer(
                lab,
                "ls /var/lib/holdfast/revert/*/pending /var/lib/holdfast/revert/*/reverting /etc/systemd/system/holdfast-revert.service /etc/systemd/system/multi-user.target.wants/holdfast-revert.service 2>/dev/null || true"))
        .isEmpty();
  }

  private static void assertFails(FailureType type, Callable<?> call) {
    assertThatThrownBy(call::call)
        .asInstanceOf(type(SshException.class))
        .satisfies(e -> assertThat(e.type()).as(e.getMessage()).isEqualTo(type));
  }

  private static <T> List<T> inParallel(List<Callable<T>> tasks) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
