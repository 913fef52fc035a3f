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
    Answers answers = evidence.get(Answers.class);
    return Reading.of(
            NAME,
            "sudo",
            row ->
                asksForPassword(row)
                    ? withStoredPassword(evidence, answers)
                        .orElseGet(() -> finding(server.user(), row))
                    : finding(server.user(), row))
        .make(evidence);
  }

  /** What only root may know is asked again; empty where that cannot be. */
  private Optional<Finding> withStoredPassword(Evidence evidence, Answers answers) {
    SelfReport root = SelfReport.of(ssh, server, true);
    if (!root.answers().begun()) {
      return root.end().contains("with the stored password")
          ? Optional.of(
              Finding.problem(
                  NAME,
                  root.end(),
                  "./holdfast server set %s --sudo-password-file FILE".formatted(server.name())))
          : Optional.empty();
    }
    evidence.add(answers.withRowsForRoot(root.answers()));
    return Optional.of(Finding.ok(NAME, server.user() + " becomes root with the stored password"));
  }

  private static boolean asksForPassword(String row) {
    return row.contains("password is required") || row.contains("terminal is required");
  }

  /**
   * @param row {@code root}, {@code missing}, or the exit code of {@code sudo -n true} and its
   *     words
   */
  static Finding finding(String user, String row) {
    String rule =
        "On the server, as root: echo '%1$s ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/90-%1$s; chmod 440 /etc/sudoers.d/90-%1$s; visudo -c"
            .formatted(user);
    if (row.equals("root")) {
      return Finding.ok(NAME, "the login user is root");
    }
    if (row.equals("missing")) {
      return Finding.problem(
          NAME,
          "there is no sudo on the server, and " + user + " is not root",
          "Install it (apt-get install sudo) and give the user NOPASSWD, or log in as root");
    }
    String[] parts = row.split(" ", 2);
    String words = parts.length > 1 ? parts[1] : "";
    if (parts[0].equals("0")) {
      return Finding.ok(NAME, user + " becomes root without a password").withDetail(words);
    }
    if (parts[0].equals(String.valueOf(TIMED_OUT))) {
      return Finding.problem(
          NAME,
          "sudo hangs",
          "See that the server's own name is in its /etc/hosts, and that its name service (LDAP, SSSD)"
              + " answers");
    }
    if (words.contains("must have a tty") || words.contains("no tty present")) {
      return Finding.problem(
              NAME,
              "sudo asks for a terminal, which commands do not have",
              "Take 'Defaults requiretty' out of the server's sudoers (visudo)")
          .withDetail(words);
    }
    if (asksForPassword(words)) {
      return Finding.problem(
              NAME,
              "sudo asks %s for a password, and none is stored".formatted(user),
              "Store it: ./holdfast server set NAME --sudo-password-file FILE. Or let sudo not ask: "
                  + rule)
          .withDetail(words);
    }
    return Finding.problem(NAME, user + " may not become root", rule).withDetail(words);
  }
}
