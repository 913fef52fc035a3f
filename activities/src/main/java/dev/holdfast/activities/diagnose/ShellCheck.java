package dev.holdfast.activities.diagnose;

import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * Whether the login shell runs commands and keeps quiet; asks in that one execution all that the
 * server itself can tell.
 */
final class ShellCheck implements Check {
  static final String NAME = "login/shell";
  private static final int QUOTED = 400;
  private static final Set<String> POSIX =
      Set.of("sh", "bash", "dash", "ash", "ksh", "ksh93", "mksh", "zsh", "busybox");

  private final Server server;
  private final Ssh ssh;

  ShellCheck(Server server, Ssh ssh) {
    this.server = server;
    this.ssh = ssh;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> needs() {
    return Set.of(LoginCheck.NAME);
  }

  @Override
  public Duration limit() {
    return SelfReport.TIMEOUT.plusSeconds(2);
  }

  @Override
  public Finding make(Evidence evidence) {
    SelfReport report = SelfReport.of(ssh, server, false);
    evidence.add(report.answers());
    return finding(server.user(), report.answers(), report.stderr(), report.end());
  }

  static Finding finding(String user, DiagnosticAnswers answers, String stderr, String end) {
    String said = quoted((answers.noise() + "\n" + stderr).strip());
    if (!answers.begun()) {
      return Finding.problem(
              NAME,
              "the login shell of " + user + " does not run commands: " + end,
              "Give the user a POSIX shell on the server: chsh -s /bin/sh %s. A ForceCommand in sshd_config, or a command= in authorized_keys, looks the same"
                  .formatted(user))
          .withDetail(said);
    }
    String shell = answers.row("shell").orElse("");
    if (!answers.noise().isEmpty() || !stderr.isEmpty()) {
      return Finding.warning(
              NAME,
              "the login prints text around each command, which breaks SCP, SFTP and rsync",
              "Let ~%s/.bashrc (or the shell's own file, or /etc/bash.bashrc) print only to a terminal: case $- in *i*) ;; *) return ;; esac at its top"
                  .formatted(user))
          .withDetail(said);
    }
    if (!answers.complete()) {
      return Finding.warning(
          NAME,
          "commands run, but not all questions were answered within %d s"
              .formatted(SelfReport.TIMEOUT.toSeconds()),
          "Look for a hanging file system (NFS) or name service on the server; what it did not answer"
              + " is named below");
    }
    String name = shell.substring(shell.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return POSIX.contains(name)
        ? Finding.ok(NAME, "the login shell is %s and prints nothing of its own".formatted(shell))
        : Finding.warning(
            NAME,
            "the login shell, %s, is none that is known to read commands as POSIX says"
                .formatted(shell.isEmpty() ? "which is not known" : shell),
            "Give the user a POSIX shell on the server: chsh -s /bin/sh " + user);
  }

  private static String quoted(String text) {
    String clean = text.replaceAll("[\\p{Cntrl}&&[^\\n]]", "?");
    return clean.isEmpty()
        ? ""
        : "it prints: " + clean.substring(0, Math.min(QUOTED, clean.length()));
  }
}
