package dev.holdfast.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.TestDatabase;
import dev.holdfast.activities.TestServers;
import dev.holdfast.activities.journal.Journal.Entry;
import dev.holdfast.activities.journal.SshJournal;
import dev.holdfast.activities.ssh.mina.MinaSsh;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.platform.server.CredentialRefusal;
import dev.holdfast.platform.server.CredentialRefusals;
import dev.holdfast.platform.server.CredentialTries;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A refused sudo password costs one attempt, as PAM itself counts on a server that locks at 3. */
@LabTest
final class SudoRefusedIT {
  private static final String USER = "counted";
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Command COMMAND = new Command("cat; id -un", "input\n", true, LIMIT, 10_000);

  @SuppressWarnings("NullAway.Init")
  private static TestDatabase database;

  private final Lab lab;
  private final LabServer labServer;
  private final Server server;
  private final List<Ssh> opened = new ArrayList<>();
  private final TestServers servers = new TestServers(database.jdbi());
  private volatile String password = "wrong";

  SudoRefusedIT(Lab lab, LabServer labServer) {
    this.lab = lab;
    this.labServer = labServer;
    this.server = LabFixture.server(labServer, USER);
  }

  @BeforeAll
  static void start() throws IOException {
    database = new TestDatabase();
  }

  @AfterAll
  static void stop() throws IOException {
    database.close();
  }

  @BeforeEach
  void prepare() {
    servers.register(server);
    onServer(
        """
        set -e
        useradd -m -s /bin/bash %1$s
        echo '%1$s:right' | chpasswd
        mkdir -p ~%1$s/.ssh
        cp ~debian/.ssh/authorized_keys ~%1$s/.ssh/
        chown -R %1$s: ~%1$s/.ssh
        echo '%1$s ALL=(ALL) ALL' >/etc/sudoers.d/%1$s
        cp /etc/pam.d/sudo /root/pam-sudo
        cat >/etc/pam.d/sudo <<'END'
        auth required pam_faillock.so preauth deny=3 unlock_time=600
        auth [success=1 default=ignore] pam_unix.so nodelay
        auth [default=die] pam_faillock.so authfail deny=3 unlock_time=600
        auth required pam_permit.so
        account required pam_unix.so
        session required pam_permit.so
        END
        """
            .formatted(USER));
  }

  @AfterEach
  void restore() {
    opened.forEach(Ssh::close);
    servers.remove(server);
    onServer(
        """
        timeout 30 sh -c 'while pgrep -x sudo; do sleep 0.1; done' >/dev/null
        cp /root/pam-sudo /etc/pam.d/sudo
        faillock --user %1$s --reset
        rm -f /etc/sudoers.d/%1$s
        pkill -KILL -u %1$s || true
        timeout 10 sh -c 'while pgrep -u %1$s; do sleep 0.1; done' >/dev/null
        userdel -rf %1$s 2>/dev/null || true
        """
            .formatted(USER));
  }

  @Test
  void shouldTryAWrongPasswordOnceWhateverIsRunAndBySshOrMina() {
    SshException first = refused(worker());
    Ssh other = open(MinaSsh::new);
    for (int i = 0; i < 5; i++) {
      refused(worker());
      refused(other);
    }
    SshException journal =
        catchThrowableOfType(
            SshException.class,
            () ->
                new SshJournal(worker())
                    .run(
                        server,
                        new Entry(LabFixture.step("op-refused", "run", 9), "true", LIMIT),
                        LabFixture.SILENT));
    SshException proof =
        catchThrowableOfType(SshException.class, () -> worker().prove(server, server.port()));

    assertThat(List.of(first.type(), journal.type(), proof.type()))
        .containsOnly(FailureType.NO_SUDO);
    assertThat(journal)
        .hasMessageContaining("with the stored password")
        .hasMessageContaining("is not tried again")
        .hasMessageContaining("server set lab-1 --sudo-password-file")
        .hasMessageContaining("server check lab-1");
    assertThat(failedAttempts()).isEqualTo(1);
    assertThat(worker().exec(server, new Command("id -un", "", false, LIMIT, 100)).stdout())
        .isEqualTo(USER + "\n");
  }

  @Test
  void shouldTryItOnceAtMostWhereManyWorkersAskAtOnce() throws Exception {
    List<Ssh> workers = List.of(worker(), worker(), worker(), worker());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<SshException>> all = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        workers.forEach(ssh -> all.add(threads.submit(() -> refused(ssh))));
      }
      for (Future<SshException> one : all) {
        assertThat(one.get().type()).isEqualTo(FailureType.NO_SUDO);
      }
    }

    assertThat(failedAttempts()).isEqualTo(1);
  }

  @Test
  void shouldTryANewPasswordAndTheSameOnceItIsFreed() {
    refused(worker());
    List<CredentialRefusal> known = refusals().of(server.name());
    password = "right";
    ExecResult right = worker().exec(server, COMMAND);
    password = "wrong";
    refused(worker());
    refused(worker());
    int afterChange = failedAttempts();
    refusals().free(server.name());
    refused(worker());
    refused(worker());

    assertThat(known).singleElement().matches(r -> !r.reason().isBlank() && r.refusals() == 1);
    assertThat(right.stdout()).isEqualTo("input\nroot\n");
    assertThat(afterChange).isEqualTo(2);
    assertThat(failedAttempts()).isEqualTo(3);
  }

  @Test
  void shouldTryAnAcceptedPasswordOnceThatHasChangedOnTheServer() {
    password = "right";
    Ssh ssh = worker();
    assertThat(ssh.exec(server, COMMAND).stdout()).isEqualTo("input\nroot\n");
    onServer("echo '" + USER + ":other' | chpasswd");

    for (int i = 0; i < 4; i++) {
      refused(ssh);
    }
    refused(worker());

    assertThat(failedAttempts()).isEqualTo(1);
  }

  @Test
  void shouldCountATryAsMadeThatWasLostInTheMiddle() {
    onServer("sed -i '/authfail/i auth optional pam_exec.so quiet /bin/sleep 3' /etc/pam.d/sudo");
    Ssh dying = worker();
    Thread lost = Thread.ofVirtual().start(() -> refused(dying));
    LabFixture.await(lab, "pgrep -u root -f \"^/bin/sleep 3\" >/dev/null");
    dying.close();
    join(lost);

    SshException second = refused(worker());

    assertThat(second.type()).isEqualTo(FailureType.NO_SUDO);
    assertThat(second).hasMessageContaining("is not known").hasMessageContaining("server check");
    LabFixture.await(lab, "! pgrep -x sudo >/dev/null");
    // A sudo whose asker is gone reads the end of its input, which PAM may count as well.
    assertThat(failedAttempts()).isLessThan(3);
  }

  @Test
  void shouldGiveTheCommandItsInputWhateverSudoAsks() {
    password = "right";
    String big = "x".repeat(300_000);
    Command echo = new Command("cat", big, true, LIMIT, 1 << 20);

    assertThat(worker().exec(server, echo)).isEqualTo(new ExecResult(0, big, ""));
    onServer("sed -i '1i Defaults use_pty' /etc/sudoers.d/" + USER);
    assertThat(worker().exec(server, echo).stdout()).isEqualTo(big);
    onServer("echo '" + USER + " ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/" + USER);
    assertThat(worker().exec(server, echo)).isEqualTo(new ExecResult(0, big, ""));
    password = "never asked for";
    assertThat(worker().exec(server, echo)).isEqualTo(new ExecResult(0, big, ""));
    assertThat(failedAttempts()).isZero();
  }

  @Test
  void shouldTellTheTrueCauseInAnyWords() {
    password = "";
    Ssh pooled = worker();
    refused(pooled);
    String frame = "install -m 755 /dev/stdin /usr/local/bin/sudo <<'END'\n#!/bin/sh\n%s\nEND\n";
    try {
      onServer(frame.formatted("echo 'sudo: interactive authentication is required' >&2; exit 1"));
      assertThat(refused(worker()))
          .hasMessageContaining("without a password: sudo: interactive authentication is required")
          .hasMessageContaining("NOPASSWD");
      onServer(frame.formatted("echo 'sudo: Passwort erforderlich' >&2; exit 1"));
      assertThat(refused(worker())).hasMessageContaining("without a password");
      onServer(
          frame.formatted(
                  "echo 'sudo: Account or password is expired, reset your password and try again' >&2; exit 1")
              + "chage -M 1 -d 2020-01-01 "
              + USER);
      assertThat(refused(pooled)).hasMessageContaining("the password of " + USER + " has expired");
      onServer("chage -M -1 " + USER);
      onServer(frame.formatted("test -t 0 || { echo 'kein Terminal' >&2; exit 1; }"));
      assertThat(refused(worker())).hasMessageContaining("wants a terminal");
    } finally {
      onServer("rm -f /usr/local/bin/sudo");
    }
    assertThat(failedAttempts()).isZero();
  }

  @Test
  void shouldReturnWhatACommandEndsWithItself() {
    onServer("echo '" + USER + " ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/" + USER);
    password = "";

    ExecResult result =
        worker()
            .exec(
                server,
                new Command(
                    "echo 'sudo: a password is required' >&2; exit 1", "", true, LIMIT, 999));

    assertThat(result).isEqualTo(new ExecResult(1, "", "sudo: a password is required\n"));
  }

  private SshException refused(Ssh ssh) {
    SshException failure =
        catchThrowableOfType(SshException.class, () -> ssh.exec(server, COMMAND));
    assertThat(failure).isNotNull();
    return failure;
  }

  /** A worker of its own, as after a restart: it shares the database and nothing else. */
  private Ssh worker() {
    return open((credentials, settings, guard) ->
        new SshjSsh(credentials, settings, _ -> Optional.empty(), guard));
  }

  private interface Adapter {
    Ssh open(Credentials credentials, SshSettings settings, CredentialGuard guard);
  }

  private Ssh open(Adapter adapter) {
    CredentialTries tries = servers.tries();
    Ssh ssh = adapter.open(credentials(), SshSettings.defaults(), new CredentialGuard(tries));
    opened.add(ssh);
    return ssh;
  }

  private CredentialRefusals refusals() {
    return new CredentialRefusals(database.jdbi());
  }

  private Credentials credentials() {
    Credentials keys = LabFixture.credentials(labServer);
    return new Credentials() {
      @Override
      public String privateKey(Server of) {
        return keys.privateKey(of);
      }

      @Override
      public Optional<String> sudoPassword(Server of) {
        return password.isEmpty() ? Optional.empty() : Optional.of(password);
      }
    };
  }

  private int failedAttempts() {
    // A line for each failure, V for one that counts.
    return Integer.parseInt(
        onServer("faillock --user " + USER + " | grep -c ' V$' || true").strip());
  }

  private String onServer(String script) {
    return LabFixture.onServer(lab, script);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
