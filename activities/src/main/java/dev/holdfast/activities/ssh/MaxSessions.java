package dev.holdfast.activities.ssh;

import java.time.Duration;
import java.util.OptionalInt;

/** Reads MaxSessions as it is in force for a connection. */
public final class MaxSessions {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Only root reads sshd's configuration; {@code -C}, because a Match block may set it. */
  private static final String SCRIPT =
      """
      PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
      [ "$(id -u)" -eq 0 ] && sudo= || sudo='sudo -n'
      set -- $SSH_CONNECTION
      $sudo sshd -T -C "user=$(id -un),host=$1,addr=$1,laddr=$3,lport=$4" 2>/dev/null </dev/null |
        sed -n 's/^maxsessions \\([0-9]*\\)$/holdfast-max-sessions=\\1/p'
      """;

  private static final String MARK = "holdfast-max-sessions=";
  private static final Command COMMAND = new Command("sh -s", SCRIPT, false, PATIENCE, 64 << 10);

  private MaxSessions() {}

  /** Runs a command and returns its standard output. */
  @FunctionalInterface
  public interface Runner {
    String run(Command command);
  }

  /**
   * Empty if the server does not tell, for whatever reason: the limit is then found by refusals.
   */
  public static OptionalInt ask(Runner runner) {
    try {
      return parse(runner.run(COMMAND));
    } catch (SshException e) {
      return OptionalInt.empty();
    }
  }

  static OptionalInt parse(String stdout) {
    return stdout
        .lines()
        .map(String::strip)
        .filter(line -> line.matches(MARK + "[0-9]{1,9}"))
        .mapToInt(line -> Integer.parseInt(line.substring(MARK.length())))
        .findFirst();
  }
}
