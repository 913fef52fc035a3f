package dev.holdfast.activities.diagnose;

import dev.holdfast.schemas.diagnosis.Finding;

/** Whether the login user becomes root without being asked. */
final class SudoReading {
  static final String NAME = "login/sudo";
  private static final int TIMED_OUT = 124;

  private SudoReading() {}

  static Reading of(String user) {
    return Reading.of(NAME, "sudo", row -> finding(user, row));
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
    if (words.contains("password is required") || words.contains("terminal is required")) {
      return Finding.problem(NAME, "sudo asks " + user + " for a password", rule).withDetail(words);
    }
    return Finding.problem(NAME, user + " may not become root", rule).withDetail(words);
  }
}
