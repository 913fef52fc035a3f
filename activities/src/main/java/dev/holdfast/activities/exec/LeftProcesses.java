package dev.holdfast.activities.exec;

import java.security.SecureRandom;

/**
 * How the processes of a command that was run straight over a channel are found on the server,
 * whatever session they have moved to and whoever their parent is now: they inherit a mark. It is
 * their soft limit on file locks, which no Linux since 2.4 enforces and every process has.
 *
 * @param mark of one run
 */
record LeftProcesses(long mark) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Far beyond what anybody sets, and exact in the arithmetic of every shell. */
  private static final long LOWEST = 1L << 40;

  static LeftProcesses ofNewRun() {
    return new LeftProcesses(LOWEST + RANDOM.nextLong(LOWEST));
  }

  /** POSIX sh that marks the shell that reads it, and so whatever it starts. */
  String marking() {
    return "ulimit -S -w %1$d 2>/dev/null || ulimit -S -x %1$d 2>/dev/null".formatted(mark);
  }

  /**
   * POSIX sh functions: {@code find_left} sets {@code left} to the processes that are marked or in
   * the session {@code $pid}, {@code end_left} ends them by TERM, and by KILL after some seconds.
   */
  String functions(int graceSeconds) {
    return """
    find_left() {
      left=
      for found in $(grep -lsE "^Max file locks +%1$d |\\) [A-Z] [0-9]+ [0-9]+ $pid " /proc/[0-9]*/limits /proc/[0-9]*/stat); do
        found=${found#/proc/}
        found=${found%%%%/*}
        case " $left " in *" $found "*) ;; *) left="$left $found" ;; esac
      done
    }
    end_left() {
      find_left
      [ -n "$left" ] || return 0
      for signal in TERM KILL; do
        kill -s "$signal" -- "-$pid" $left
        tries=0
        while find_left; [ -n "$left" ]; do
          tries=$((tries + 1))
          [ "$tries" -le %2$d ] || break
          sleep 0.1
        done
        [ -n "$left" ] || return 0
      done
    } >/dev/null 2>&1
    """
        .formatted(mark, graceSeconds * 10);
  }

  /** POSIX sh that ends all and prints what it could not end. */
  String ending(long session) {
    return "pid=" + session + "\n" + functions(2) + "end_left\necho $left\n";
  }
}
