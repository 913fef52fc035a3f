package dev.holdfast.activities.exec;

import dev.holdfast.activities.ssh.LastWord;
import java.time.Duration;

/**
 * A program that lives no longer than somebody waits for it: on the server a watcher reads the
 * channel's standard input, and ends the whole process group when that ends, with the channel, the
 * connection or the worker, or when its time is over.
 *
 * <p>Output from before {@code mark} is that of login scripts.
 *
 * @param text for {@code sh -s}, with standard input left open after it
 */
record WatchedProgram(String text, String mark) {
  private static final int GRACE_SECONDS = 5;

  static WatchedProgram of(String program, Duration timeout, LastWord last) {
    String mark = RemoteProgram.nonce();
    String end = RemoteProgram.nonce();
    // A function, because the shell must have read it all before the watcher reads what follows. A
    // program that is started costs more than all else: the watcher is none, the timer only one.
    String text =
        """
        main() {
          printf '%%s\\n' %1$s
          printf '%%s\\n' %1$s >&2
          exec 4<&0
          setsid timeout --preserve-status -k %3$d %4$d sh /dev/fd/3 </dev/null 4<&- 3<<'%2$s' &
        """
                .formatted(mark, end, GRACE_SECONDS, timeout.toSeconds())
            + program
            + end
            + "\n"
            + """
              pid=$!
              {
                read -r _ <&4
                kill -s TERM -- "-$pid"
                sleep %1$d
                kill -s KILL -- "-$pid"
              } >/dev/null 2>&1 &
              watcher=$!
              { wait "$pid"; } 2>/dev/null
              code=$?
              kill -s TERM "$watcher" 2>/dev/null
              wait "$watcher" 2>/dev/null
              %2$s
              exit "$code"
            }
            main
            """
                .formatted(GRACE_SECONDS, last.sh(4));
    return new WatchedProgram(text, mark);
  }
}
