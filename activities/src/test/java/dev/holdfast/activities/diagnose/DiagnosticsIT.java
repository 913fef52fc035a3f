package dev.holdfast.activities.diagnose;

import static dev.holdfast.activities.LabFixture.onServer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.SlowLine;
import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.OfferedAlgorithms;
import dev.holdfast.activities.ssh.ServerLookup;
import dev.holdfast.activities.ssh.SshSettings;
import dev.holdfast.activities.ssh.SshjSsh;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.diagnosis.Diagnosis;
import dev.holdfast.schemas.diagnosis.DiagnosisRequest;
import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.diagnosis.Level;
import dev.holdfast.schemas.server.Access;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.SshAdapter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real server, broken in one way at a time; the user that is broken is one of the test's own. */
@LabTest
class DiagnosticsIT {
  private static final String USER = "troubled";
  private static final String OTHER_KEY =
      "AAAAC3NzaC1lZDI1NTE5AAAAIEcHx2ZFH8kZIB6MPHlOe4bBl7mkPTGKKhfLyFHFDlmX";

  /** Every check after the login; a fault in one must not hide the others. */
  private static final List<String> AFTER_LOGIN =
      List.of(
          "login/shell",
          "login/permissions",
          "server/home",
          "server/tmp",
          "server/disk",
          "server/inodes",
          "server/clock",
          "server/load",
          "server/memory",
          "server/systemd",
          "speed/latency",
          "speed/connect",
          "speed/upload",
          "speed/download");

  private static final List<String> BEFORE_LOGIN =
      List.of("network/dns", "network/tcp", "ssh/banner", "ssh/algorithms", "ssh/host-key");

  private final Lab lab;
  private final LabServer labServer;

  DiagnosticsIT(Lab lab, LabServer labServer) {
    this.lab = lab;
    this.labServer = labServer;
  }

  @BeforeEach
  void addUser() {
    onServer(
        lab,
        """
        set -e
        useradd --create-home --shell /bin/bash troubled
        install -d -m 700 -o troubled -g troubled /home/troubled/.ssh
        install -m 600 -o troubled -g troubled /home/debian/.ssh/authorized_keys /home/troubled/.ssh/
        echo 'troubled ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/95-troubled
        """);
  }

  @AfterEach
  void removeUser() {
    onServer(
        lab,
        "rm -f /etc/sudoers.d/95-troubled; userdel --remove --force troubled 2>/dev/null || true");
  }

  @Test
  void shouldFindNothingWrongWithAServerInOrder() {
    Diagnosis diagnosis = diagnose();

    assertThat(diagnosis.findings())
        .filteredOn(f -> f.level() == Level.PROBLEM || f.level() == Level.SKIPPED)
        .isEmpty();
    assertThat(diagnosis.findings()).extracting(Finding::check).doesNotHaveDuplicates();
    // A stock Debian still offers HMAC-SHA1; and whether its units are all well is the lab's
    // affair.
    assertThat(diagnosis.findings())
        .filteredOn(f -> f.level() == Level.WARNING)
        .extracting(Finding::check)
        .isSubsetOf("ssh/algorithms", "server/systemd", "server/load", "server/disk");
    summary(diagnosis, "ssh/banner").startsWith("OpenSSH_9.2p1");
    summary(diagnosis, "ssh/host-key").startsWith("it owns 3 of the pinned keys");
    summary(diagnosis, "login/methods").contains("publickey", "password");
    summary(diagnosis, "login/shell").contains("/bin/bash");
    summary(diagnosis, "login/sudo").contains("without a password");
    assertThat(diagnosis.durationMillis()).isLessThan(30_000);
    assertThat(onServer(lab, "find / -xdev -name '.holdfast-diagnose*'")).isEmpty();
  }

  @Test
  void shouldFindAStoppedSshd() {
    onServer(lab, "systemctl stop ssh");
    try {
      Diagnosis diagnosis = diagnose();

      // The lab's forwarder takes the connection before it finds nobody behind it.
      assertThat(diagnosis.findings())
          .filteredOn(f -> f.level() == Level.PROBLEM)
          .singleElement()
          .matches(f -> List.of("network/tcp", "ssh/banner").contains(f.check()));
      present(diagnosis, List.of("network/dns"));
    } finally {
      onServer(lab, "systemctl start ssh");
    }
  }

  @Test
  void shouldFindASshdThatHangs() {
    onServer(lab, "kill -STOP $(cat /run/sshd.pid)");
    try {
      Diagnosis diagnosis = diagnose();

      problem(diagnosis, "ssh/banner").contains("nothing comes");
      present(diagnosis, List.of("network/dns", "network/tcp"));
    } finally {
      onServer(lab, "kill -CONT $(cat /run/sshd.pid)");
    }
  }

  @Test
  void shouldFindAChangedHostKeyAndTryNoLogin() {
    Server server = server(List.of(new HostKey("ssh-ed25519", OTHER_KEY)));

    Diagnosis diagnosis = diagnose(server);

    problem(diagnosis, "ssh/host-key").contains("has changed");
    assertThat(finding(diagnosis, "ssh/host-key").detail())
        .contains(labServer.hostKeyFingerprint())
        .contains(server.hostKeys().getFirst().fingerprint());
    present(diagnosis, BEFORE_LOGIN.subList(0, 4));
    assertThat(finding(diagnosis, "login/key").level()).isEqualTo(Level.SKIPPED);
  }

  @Test
  void shouldFindThatTheKeyIsNotTakenAnyMore() {
    onServer(lab, ": >/home/troubled/.ssh/authorized_keys");

    Diagnosis diagnosis = diagnose();

    problem(diagnosis, "login/key").contains("refuses the key 'lab-key' for troubled");
    assertThat(finding(diagnosis, "login/key").detail()).contains("publickey");
    present(diagnosis, BEFORE_LOGIN);
    assertThat(finding(diagnosis, "login/methods").level()).isEqualTo(Level.OK);
  }

  @Test
  void shouldFindThatSudoAsksForAPassword() {
    onServer(lab, "echo 'troubled ALL=(ALL) ALL' >/etc/sudoers.d/95-troubled");

    Diagnosis diagnosis = diagnose();

    problem(diagnosis, "login/sudo")
        .contains("does not let troubled become root without a password");
    present(diagnosis, AFTER_LOGIN);
    assertThat(finding(diagnosis, "server/journal").level()).isEqualTo(Level.SKIPPED);
  }

  @Test
  void shouldBecomeRootWithTheStoredPassword() {
    onServer(lab, "echo 'troubled ALL=(ALL) ALL' >/etc/sudoers.d/95-troubled");
    onServer(lab, "echo 'troubled:correct horse' | chpasswd");
    Server server = server(LabFixture.server(labServer).hostKeys());

    Diagnosis right = diagnose(server, with("correct horse"));
    Diagnosis wrong = diagnose(server, with("battery staple"));

    summary(right, "login/sudo").contains("with the stored password");
    assertThat(finding(right, "server/journal").level()).isEqualTo(Level.OK);
    assertThat(finding(right, "server/sshd-config").level()).isEqualTo(Level.OK);
    problem(wrong, "login/sudo").contains("password");
    assertThat(finding(wrong, "login/sudo").fix()).contains("--sudo-password-file");
    assertThat(finding(wrong, "server/journal").level()).isEqualTo(Level.SKIPPED);
  }

  @Test
  void shouldLookAtAServerBehindAJumpHost() {
    Server jump = LabFixture.server(labServer);
    Access through = new Access(SshAdapter.AUTO, "gate", null, null, List.of(), List.of());
    // From the jump host, its own sshd is on its usual port.
    Server inner =
        new Server("in", "127.0.0.1", 22, USER, "k", jump.hostKeys(), Map.of(), null).with(through);
    Credentials key = LabFixture.credentials(labServer);
    ServerLookup servers = name -> Optional.of(name.equals("in") ? inner : jump);

    Diagnosis diagnosis =
        new Diagnostics(
                servers,
                () -> new SshjSsh(key, SshSettings.defaults(), servers),
                Map.of("sshj", OfferedAlgorithms.byKind()),
                Optional.empty())
            .diagnose(new DiagnosisRequest("in", null));

    assertThat(finding(diagnosis, "network/jump").level()).isEqualTo(Level.OK);
    assertThat(diagnosis.findings()).noneMatch(f -> f.check().equals("network/tcp"));
    summary(diagnosis, "login/sudo").contains("without a password");
    present(diagnosis, AFTER_LOGIN);
  }

  @Test
  void shouldNameASlowLine() throws Exception {
    try (SlowLine line =
        new SlowLine(LabFixture.server(labServer), 20_000, Duration.ofMillis(75))) {
      Diagnosis diagnosis = diagnose(line.server());

      problem(diagnosis, "speed/upload").contains("the line is very slow");
      problem(diagnosis, "speed/download").contains("the line is very slow");
    }
  }

  @Test
  void shouldFindThatThereIsNoSudo() {
    onServer(lab, "chmod 0700 /usr/bin/sudo && mv /usr/bin/sudo /usr/bin/sudo.away");
    try {
      Diagnosis diagnosis = diagnose();

      problem(diagnosis, "login/sudo").contains("no sudo");
      present(diagnosis, AFTER_LOGIN);
    } finally {
      onServer(lab, "mv /usr/bin/sudo.away /usr/bin/sudo && chmod 4755 /usr/bin/sudo");
    }
  }

  @Test
  void shouldFindALoginShellThatRunsNothing() {
    onServer(lab, "usermod --shell /usr/sbin/nologin troubled");

    Diagnosis diagnosis = diagnose();

    problem(diagnosis, "login/shell").contains("does not run commands");
    assertThat(finding(diagnosis, "login/shell").detail()).contains("not available");
    present(diagnosis, BEFORE_LOGIN);
    assertThat(finding(diagnosis, "login/key").level()).isEqualTo(Level.OK);
  }

  @ParameterizedTest
  @ValueSource(strings = "/bin/tcsh")
  void shouldFindALoginShellThatIsNotPosix(String shell) {
    onServer(lab, "usermod --shell " + shell + " troubled");

    Diagnosis diagnosis = diagnose();

    warning(diagnosis, "login/shell").contains(shell);
    present(diagnosis, AFTER_LOGIN);
    summary(diagnosis, "login/sudo").contains("without a password");
  }

  @Test
  void shouldFindALoginThatPrintsAndDawdles() {
    onServer(
        lab, "printf 'echo Hello there\\necho oops >&2\\nsleep 0.3\\n' >/home/troubled/.bashrc");

    Diagnosis diagnosis = diagnose();

    warning(diagnosis, "login/shell").contains("prints text");
    assertThat(finding(diagnosis, "login/shell").detail()).contains("Hello there", "oops");
    warning(diagnosis, "speed/latency").contains("long to start a command");
    problem(diagnosis, "login/sftp").contains("does not open");
    present(diagnosis, AFTER_LOGIN);
    summary(diagnosis, "login/sudo").contains("without a password");
  }

  @Test
  void shouldFindFullDisks() {
    onServer(
        lab,
        """
        set -e
        mkdir -p /var/lib/holdfast
        for place in /tmp /var/lib/holdfast; do
          mount -t tmpfs -o size=2m,mode=1777 none $place
          head -c 3m /dev/zero >$place/full 2>/dev/null || :
        done
        """);
    try {
      Diagnosis diagnosis = diagnose();

      problem(diagnosis, "server/disk").contains("no space left on /tmp");
      problem(diagnosis, "server/journal").contains("cannot be written");
      present(diagnosis, AFTER_LOGIN);
    } finally {
      onServer(lab, "umount /tmp /var/lib/holdfast");
    }
  }

  @Test
  void shouldFindWhatIsWrongWithSshd() {
    onServer(
        lab,
        "echo 'MaxSessions 2' >/etc/ssh/sshd_config.d/01-test.conf; systemctl reload ssh; chmod 777 /home/troubled/.ssh/..;"
            + " echo 'StrictModes no' >>/etc/ssh/sshd_config.d/01-test.conf; systemctl reload ssh");
    try {
      LabFixture.await(lab, "sshd -T | grep -q -x maxsessions.2");

      Diagnosis diagnosis = diagnose();

      warning(diagnosis, "server/sshd-settings").contains("get in the way");
      assertThat(finding(diagnosis, "server/sshd-settings").detail())
          .contains("MaxSessions 2", "StrictModes no");
      warning(diagnosis, "login/permissions").contains("open to others");
      summary(diagnosis, "server/sshd-config").contains("accepts");
      present(diagnosis, AFTER_LOGIN);

      onServer(lab, "echo 'NoSuchOption yes' >>/etc/ssh/sshd_config.d/01-test.conf");
      diagnosis = diagnose();

      problem(diagnosis, "server/sshd-config").contains("would not start again");
      assertThat(finding(diagnosis, "server/sshd-config").detail()).contains("NoSuchOption");
      present(diagnosis, AFTER_LOGIN);
    } finally {
      onServer(lab, "rm /etc/ssh/sshd_config.d/01-test.conf; systemctl reload ssh");
    }
  }

  private static void present(Diagnosis diagnosis, List<String> checks) {
    assertThat(checks)
        .allSatisfy(check ->
            assertThat(finding(diagnosis, check).level())
                .as(finding(diagnosis, check).toString())
                .isNotEqualTo(Level.SKIPPED));
  }

  private static AbstractStringAssert<?> problem(Diagnosis diagnosis, String check) {
    assertThat(finding(diagnosis, check).level())
        .as(finding(diagnosis, check).toString())
        .isEqualTo(Level.PROBLEM);
    assertThat(finding(diagnosis, check).fix()).isNotBlank();
    return summary(diagnosis, check);
  }

  private static AbstractStringAssert<?> warning(Diagnosis diagnosis, String check) {
    assertThat(finding(diagnosis, check).level())
        .as(finding(diagnosis, check).toString())
        .isEqualTo(Level.WARNING);
    return summary(diagnosis, check);
  }

  private static AbstractStringAssert<?> summary(Diagnosis diagnosis, String check) {
    return assertThat(finding(diagnosis, check).summary());
  }

  private static Finding finding(Diagnosis diagnosis, String check) {
    return diagnosis.findings().stream()
        .filter(f -> f.check().equals(check))
        .findFirst()
        .orElseThrow();
  }

  private Diagnosis diagnose() {
    return diagnose(server(LabFixture.server(labServer).hostKeys()));
  }

  private Diagnosis diagnose(Server server) {
    return diagnose(server, LabFixture.credentials(labServer));
  }

  private Credentials with(String sudoPassword) {
    return new Credentials() {
      @Override
      public String privateKey(Server server) {
        return LabFixture.credentials(labServer).privateKey(server);
      }

      @Override
      public Optional<String> sudoPassword(Server server) {
        return Optional.of(sudoPassword);
      }
    };
  }

  private static Diagnosis diagnose(Server server, Credentials credentials) {
    return new Diagnostics(
            _ -> Optional.of(server),
            () -> new SshjSsh(credentials),
            Map.of("sshj", OfferedAlgorithms.byKind()),
            Optional.empty())
        .diagnose(new DiagnosisRequest(server.name(), null));
  }

  private Server server(List<HostKey> hostKeys) {
    Server lab = LabFixture.server(labServer, USER);
    return new Server(
        lab.name(),
        lab.address(),
        lab.port(),
        lab.user(),
        lab.credential(),
        hostKeys,
        lab.labels(),
        lab.region());
  }
}
