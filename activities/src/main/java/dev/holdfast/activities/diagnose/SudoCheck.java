package dev.holdfast.activities.diagnose;

import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Whether the login user becomes root, with the stored password where sudo asks for one. */
final class SudoCheck implements Check {
  static final String NAME = "login/sudo";
  private static final int TIMED_OUT = 124;

  private final Server server;
  private final Ssh ssh;

  SudoCheck(Server server, Ssh ssh) {
    this.server = server;
    this.ssh = ssh;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> needs() {
    return Set.of(ShellCheck.NAME);
  }

  @Override
  public Duration limit() {
    return SelfReport.TIMEOUT.plusSeconds(2);
  }

  @Override
  public Finding make(Evidence evidence) {
    DiagnosticAnswers answers = evidence.get(DiagnosticAnswers.class);
    return Reading.of(
            NAME,
            "sudo",
            row -> finding(server.user(), row).orElseGet(() -> asRoot(evidence, answers)))
        .make(evidence);
  }

  /** Becomes root as operations do; what only root may know is asked again. */
  private Finding asRoot(Evidence evidence, DiagnosticAnswers answers) {
    SelfReport root = SelfReport.of(ssh, server, true);
    if (!root.answers().begun()) {
      return Finding.problem(
          NAME,
          root.end(),
          "./holdfast server set %1$s --sudo-password-file FILE, or let sudo not ask. On the server, as root: echo '%2$s ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/90-%2$s; chmod 440 /etc/sudoers.d/90-%2$s; visudo -c"
              .formatted(server.name(), server.user()));
    }
    evidence.add(answers.withRowsForRoot(root.answers()));
    return Finding.ok(NAME, server.user() + " becomes root with the stored password");
  }

  /**
   * What sudo does without a password; empty where it does not let the user in.
   *
   * @param row {@code root}, {@code missing}, or the exit code of {@code sudo -n true} and its
   *     words, which are only quoted
   */
  static Optional<Finding> finding(String user, String row) {
    if (row.equals("root")) {
      return Optional.of(Finding.ok(NAME, "the login user is root"));
    }
    if (row.equals("missing")) {
      return Optional.of(
          Finding.problem(
              NAME,
              "there is no sudo on the server, and " + user + " is not root",
              "Install it (apt-get install sudo) and give the user NOPASSWD, or log in as root"));
    }
    String[] parts = row.split(" ", 2);
    String words = parts.length > 1 ? parts[1] : "";
    if (parts[0].equals("0")) {
      return Optional.of(
          Finding.ok(NAME, user + " becomes root without a password").withDetail(words));
    }
    if (parts[0].equals(String.valueOf(TIMED_OUT))) {
      return Optional.of(
          Finding.problem(
              NAME,
              "sudo hangs",
              "See that the server's own name is in its /etc/hosts, and that its name service (LDAP, SSSD)"
                  + " answers"));
    }
    return Optional.empty();
  }
}
