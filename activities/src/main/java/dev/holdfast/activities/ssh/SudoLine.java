package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.util.regex.Pattern;

/** The line that the login shell gets for a command, and what sudo says when it refuses. */
public final class SudoLine {
  /** Words that mean the same to every shell, also to one that is not POSIX. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./ :,@%+=-]+");

  private static final Pattern REFUSED =
      Pattern.compile(
          "(?m)^sudo: (a password is required|a terminal is required|sorry, you must have a tty|no tty present)"
              + "|is not in the sudoers file|may not run sudo|is not allowed to (execute|run)"
              + "|sudo: account validation failure"
              + "|sudo: (no password was provided|[0-9]+ incorrect password attempt)");
  private static final Pattern MISSING =
      Pattern.compile("sudo.{0,3}: (command )?(not found|No such file)");

  private SudoLine() {}

  public static String of(Server server, Command command) {
    if (!command.sudo()) {
      return command.line();
    }
    // In the language that the refusals above are in, and nothing else of the locale is touched.
    String sudo = server.user().equals("root") ? "" : "env LANGUAGE=C sudo -n -- ";
    return sudo + program(command.line());
  }

  /** A line as the arguments of another program, without a shell where it needs none. */
  static String program(String line) {
    return PLAIN.matcher(line).matches() ? line : "sh -c " + Quoting.quote(line);
  }

  /**
   * Tells sudo's own refusal from an end of the command.
   *
   * @throws SshException of type NO_SUDO
   */
  public static void check(
      Server server, Command command, int exitCode, String stderr, Failures failures) {
    if (!command.sudo() || server.user().equals("root")) {
      return;
    }
    boolean refused = exitCode == 1 && REFUSED.matcher(stderr).find();
    boolean missing = exitCode == 127 && MISSING.matcher(stderr).find();
    if (refused || missing) {
      throw failures.of(
          FailureType.NO_SUDO,
          "does not let %s become root: %s. %s, or log in as root."
              .formatted(server.user(), reason(stderr), remedy(server, stderr)),
          null);
    }
  }

  /** sudo's last word, without what it and login scripts say before. */
  static String reason(String said) {
    return said.lines()
        .filter(line -> line.contains("sudo"))
        .reduce((_, last) -> last.strip())
        .orElseGet(() -> OneLine.of(said));
  }

  private static String remedy(Server server, String stderr) {
    String user = server.user();
    if (stderr.contains("must have a tty")) {
      return "Put 'Defaults:%s !requiretty' into its sudoers".formatted(user);
    }
    if (stderr.contains("password") || stderr.contains("terminal is required")) {
      return "Store it (holdfast server set %s --sudo-password-file -), give %s NOPASSWD in its sudoers"
          .formatted(server.name(), user);
    }
    return MISSING.matcher(stderr).find()
        ? "Install sudo"
        : "Give %s a rule with NOPASSWD in its sudoers".formatted(user);
  }
}
