package dev.holdfast.activities.exec;

import dev.holdfast.activities.ssh.LastWord;
import org.jspecify.annotations.Nullable;

/**
 * A program that lives no longer than somebody waits for it: on the server a watcher reads the
 * channel's standard input, and all processes of the program are ended when that ends, with the
 * channel, the connection or the worker, or because its time is over.
 *
 * <p>Output from before {@code mark} is that of login scripts. The last line of each of the two
 * streams tells how it ended, as {@link EndMark} reads it.
 *
 * @param text for {@code sh -s}, with standard input left open after it
 */
record WatchedProgram(String text, String mark) {
  private static final int GRACE_SECONDS = 5;

  /**
   * The whole text.
   *
   * @param program for a shell that it may end; becomes the leader of a session
   * @param processes by which all that it starts is found
   * @param session POSIX sh that is false where the program must not be run in this session, and
   *     then has set {@code state}; what it sets {@code found} to is told, too. Null where any
   *     session will do
   * @param last heard when the program has ended
   */
  static WatchedProgram of(
      String program, LeftProcesses processes, @Nullable String session, LastWord last) {
    String mark = RemoteProgram.nonce();
    // A function, because the shell must have read it all before the watcher reads what follows.
    // The program is in a pipeline and not in the background, where a shell ignores INT and QUIT
    // for
    // it; what happens comes in its order over the pipe: its number, the end of the input, its end.
    // All are shells that are only forked: a program that is started costs more than all else.
    String text =
        """
        %4$s
        main() {
          printf '%%s\\n' %1$s
          printf '%%s\\n' %1$s >&2
          %6$s
          exec 4<&0 5>&1 6>&2 </dev/null
          {
            exec 3>&1 >&5 2>/dev/null 5>&-
            (
              exec 2>&6 4<&- 6>&-
              %5$s
                %2$s
            )
            echo "end $?" >&3
          } | {
            exec 8<&0 </dev/null 5>&- 6>&-
            pid=0 code=137 watched= ended=
            while read -r word number <&8; do
              case $word in
                pid)
                  pid=$number
                  watched=yes
                  { read -r _ <&4; echo over >/proc/self/fd/8; } >/dev/null 2>&1 &
                  watcher=$!
                  ;;
                over)
                  ended=yes
                  end_left
                  [ -z "$left" ] || break
                  ;;
                end) code=$number && break ;;
              esac
            done
            if [ -n "$watched" ]; then
              { kill -s TERM "$watcher"; wait "$watcher"; } 2>/dev/null
            fi
            [ -n "$ended" ] || left=
            for stream in 1 2; do
              printf '\\036%%s %%s %%s %%s%%s\\n' %1$s "$code" "$pid" "${ended:-no}" "$left" >&"$stream"
            done
            %3$s
            exit "$code"
          }
        }
        main
        """
            .formatted(
                mark,
                program,
                last.sh(4),
                processes.functions(GRACE_SECONDS),
                processes.marking(),
                session == null ? "" : looking(session, mark));
    return new WatchedProgram(text, mark);
  }

  /** In a subshell: what it sets may have the name of a variable that the program inherits. */
  private static String looking(String session, String mark) {
    return """
    (
      found=
      %1$s || {
        printf '\\036%%s stale %%s\\n' %2$s "$state" >&2
        exit 1
      }
      [ -z "$found" ] || printf '\\036%%s fresh %%s\\n' %2$s "$found" >&2
    ) || exit 125\
    """
        .formatted(session, mark);
  }

  /**
   * The program, and before it the number of the process that it becomes: a shell does not know
   * that of its subshell. Nobody else gives a variable this name, which the program could inherit.
   */
  static String announcing(String program) {
    return "read -r holdfast_pid _ </proc/self/stat; echo \"pid $holdfast_pid\" >&3; exec 3>&-\n"
        + program;
  }
}
