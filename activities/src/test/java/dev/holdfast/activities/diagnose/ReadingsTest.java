package dev.holdfast.activities.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.diagnosis.Level;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of what a server says about itself. */
class ReadingsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "root | ok | is root",
        "0 | ok | without a password",
        "0 sudo: unable to resolve host web-1 | ok | without a password",
        "missing | problem | no sudo",
        "124 | problem | hangs",
      })
  void shouldReadSudo(String row, String level, String words) {
    judged(SudoCheck.finding("admin", row).orElseThrow(), level, words);
  }

  @Test
  void shouldReadRoomByFileSystem() {
    DiagnosticAnswers answers =
        answers(
            Map.of(
                "disk-root", "a1 4096 1000000 500000 100 50 ext4",
                "disk-var", "a1 4096 1000000 500000 100 50 ext4",
                "disk-tmp", "b2 4096 1000 0 1000 5 tmpfs",
                "disk-home", "c3 4096 1000000 60000 0 0 btrfs"));

    Finding space = DiskReading.space(answers).orElseThrow();
    Finding inodes = DiskReading.inodes(answers).orElseThrow();

    judged(space, "problem", "no space left on /tmp");
    assertThat(space.detail())
        .contains("/, /var: 1953 MiB of 3906 MiB free (50 %)", "/home: 234 MiB");
    judged(inodes, "problem", "no inodes left on /tmp");
    assertThat(inodes.detail()).doesNotContain("/home");
  }

  @Test
  void shouldWarnWhereRoomRunsOut() {
    judged(
        DiskReading.space(answers(Map.of("disk-root", "a1 4096 1000000 60000 100 50 ext4")))
            .orElseThrow(),
        "warning",
        "less than a tenth of the space left on /");
    assertThat(DiskReading.space(answers(Map.of("disk-root", "")))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "running | ok | no unit has failed",
        "degraded nginx.service cron.service | warning | nginx.service, cron.service",
        "absent | warning | not started by systemd",
        "maintenance | warning | systemd is maintenance",
      })
  void shouldReadSystemd(String row, String level, String words) {
    judged(MachineReading.systemd(row), level, words);
  }

  @Test
  void shouldReadLoadAndMemory() {
    judged(MachineReading.load("0.50 0.40 0.30 1/100 4242 2"), "ok", "load 0.50 on 2 processors");
    judged(MachineReading.load("9.50 0.40 0.30 1/100 4242 2"), "warning", "busy");
    judged(
        MachineReading.memory("MemTotal: 2048000 kB\nMemAvailable: 1024000 kB\nSwapTotal: 0 kB"),
        "ok",
        "1000 of 2000 MiB of memory available, no swap");
    judged(
        MachineReading.memory("MemTotal: 2048000 kB\nMemAvailable: 2048 kB\nSwapTotal: 0 kB"),
        "warning",
        "killed");
  }

  @Test
  void shouldReadTheConfigurationOfSshd() {
    judged(SshdReading.configuration("0"), "ok", "accepts");
    judged(SshdReading.configuration("127 sshd is not there"), "warning", "cannot be tried");
    Finding wrong = SshdReading.configuration("255 /etc/ssh/sshd_config: line 3: Bad option");
    judged(wrong, "problem", "would not start again");
    assertThat(wrong.detail()).contains("line 3");
    judged(
        SshdReading.settings(
            "maxsessions 10\nmaxstartups 10:30:100\nusedns no\nlogingracetime 120\nsubsystem sftp /x"),
        "ok",
        "MaxSessions 10");
    assertThat(
            SshdReading.settings("maxsessions 2\nmaxstartups 3:30:60\nusedns yes\nlogingracetime 5")
                .detail())
        .contains("MaxSessions 2", "MaxStartups 3:30:60", "UseDNS", "LoginGraceTime 5", "sftp");
    judged(SshdReading.settings(""), "skipped", "not looked at");
  }

  @Test
  void shouldReadPlacesAndModes() {
    judged(FilesReading.home("0 /home/admin"), "ok", "can be written");
    judged(FilesReading.home("1 /home/admin mktemp: No space left"), "problem", "/home/admin");
    judged(FilesReading.journal("1 mktemp: Read-only file system"), "problem", "/var/lib/holdfast");
    judged(FilesReading.tmp("rw,nosuid,noexec"), "warning", "noexec");
    judged(FilesReading.tmp("ro,nosuid"), "problem", "read-only");
    judged(
        FilesReading.permissions(
            "admin",
            "755 admin /home/admin\n700 admin /home/admin/.ssh\n600 root /etc/ssh/ssh_host_rsa_key"),
        "ok",
        "nobody else");
    Finding open =
        FilesReading.permissions(
            "admin",
            "777 admin /home/admin\n640 root /etc/ssh/ssh_host_rsa_key\n644 bob /home/admin/.ssh/authorized_keys");
    judged(open, "warning", "open to others");
    assertThat(open.detail()).hasLineCount(3);
  }

  @Test
  void shouldTakeRowsOutOfWhateverElseIsPrinted() {
    DiagnosticAnswers answers =
        DiagnosticAnswers.parse(
            "Welcome!\r\nn1 begin \r\nnoise\nn1 shell L2Jpbi9zaA==\r\nn1 tmp L2Jp%\nn1 end", "n1");

    assertThat(answers.noise()).isEqualTo("Welcome!");
    assertThat(answers.row("shell")).contains("/bin/sh");
    assertThat(answers.row("tmp")).contains("");
    assertThat(answers.complete()).isTrue();
    assertThat(DiagnosticAnswers.parse("n2 begin", "n1").begun()).isFalse();
  }

  @Test
  void shouldSayWhatTheShellDoes() {
    judged(
        ShellCheck.finding(
            "admin",
            DiagnosticAnswers.parse("This account is not available.", "n"),
            "",
            "exit code 1"),
        "problem",
        "exit code 1");
    judged(ShellCheck.finding("admin", shell("/bin/bash"), "", ""), "ok", "/bin/bash");
    judged(ShellCheck.finding("admin", shell("/bin/tcsh"), "", ""), "warning", "/bin/tcsh");
    judged(
        ShellCheck.finding("admin", shell("/bin/bash"), "oops\u001b", ""),
        "warning",
        "prints text");
    judged(
        ShellCheck.finding("admin", DiagnosticAnswers.parse("n begin", "n"), "", "late"),
        "warning",
        "not all");
  }

  private static DiagnosticAnswers shell(String shell) {
    return answers(Map.of("begin", "", "shell", shell));
  }

  private static DiagnosticAnswers answers(Map<String, String> rows) {
    return new DiagnosticAnswers(rows, "", true);
  }

  private static void judged(Finding finding, String level, String words) {
    assertThat(finding.level()).as(finding.toString()).isEqualTo(Level.of(level));
    assertThat(finding.summary()).contains(words);
    boolean toMend = finding.level() == Level.WARNING || finding.level() == Level.PROBLEM;
    assertThat(finding.fix() != null).as(finding.toString()).isEqualTo(toMend);
  }
}
