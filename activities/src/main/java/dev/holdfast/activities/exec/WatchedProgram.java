package dev.holdfast.activities.exec;

import dev.holdfast.activities.ssh.LastWord;

/**
 * A program that lives no longer than somebody waits for it: on the server a watcher reads the
 * channel's standard input, and ends the whole process group when that ends, with the channel, the
 * connection or the worker, or because its time is over.
 *
 * <p>Output from before {@code mark} is that of login scripts.
 *
 * @param text for {@code sh -s}, with standard input left open after it
 */
record WatchedProgram(String text, String mark) {
  private static final int GRACE_SECONDS = 5;

  /**
   * The whole text.
   *
   * @param program for a shell that it may end; becomes the leader of a session
   * @param last heard when the program has ended
   */
  static WatchedProgram of(String program, LastWord last) {
    String mark = RemoteProgram.nonce();
    // A function, because the shell must have read it all before the watcher reads what follows.
    // Both are shells that are only forked: a program that is started costs more than all else.
    String text =
        """
        main() {
          printf '%%s\\n' %1$s
          printf '%%s\\n' %1$s >&2
          exec 4<&0 </dev/null
          (
          exec 4<&-
        %2$s
          ) &
          pid=$!
          {
            read -r _ <&4
            kill -s TERM -- "-$pid" || kill -s TERM "$pid"
            sleep %3$d
            kill -s KILL -- "-$pid" || kill -s KILL "$pid"
          } >/dev/null 2>&1 &
          watcher=$!
          { wait "$pid"; } 2>/dev/null
          code=$?
          kill -s TERM "$watcher" 2>/dev/null
          wait "$watcher" 2>/dev/null
          %4$s
          exit "$code"
        }
        main
        """
            .formatted(mark, program, GRACE_SECONDS, last.sh(4));
    return new WatchedProgram(text, mark);
  }
}
