package dev.holdfast.activities.exec;

import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.exec.ExecInput;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The POSIX shell text that becomes a command as it was asked for: in its directory, with its
 * variables. A shell that has the right user and surroundings already reads it from a file or a
 * pipe, so that nothing of it but the command's own arguments is on a command line.
 */
final class RemoteProgram {
  private static final int NOT_STARTED = 126;
  private static final SecureRandom RANDOM = new SecureRandom();

  private RemoteProgram() {}

  /** The command, in the session of the shell that reads it. */
  static String of(ExecInput input) {
    return of(input, "exec");
  }

  /** The command in a session of its own; the shell that reads it must not lead a process group. */
  static String inOwnSession(ExecInput input) {
    return of(input, "exec setsid");
  }

  /**
   * Run by root as another user, with the limits that PAM gives and the variables of {@code sudo
   * -u}. What it sets for itself has names that nobody else gives: root's variables are inherited.
   *
   * @param program for a shell of that user's, in its home
   */
  static String as(String account, String program) {
    String end = nonce();
    return """
    holdfast_line=$(getent passwd %1$s)
    [ -n "$holdfast_line" ] || { echo 'holdfast: there is no user' %1$s >&2; exit %4$d; }
    IFS=: read -r holdfast_name _ holdfast_uid holdfast_gid _ holdfast_home holdfast_shell <<%2$s
    $holdfast_line
    %2$s
    unset MAIL SUDO_USER SUDO_UID SUDO_GID
    export HOME="$holdfast_home" USER="$holdfast_name" LOGNAME="$holdfast_name" SHELL="$holdfast_shell"
    if command -v runuser >/dev/null
      then set -- runuser -u "$holdfast_name" --
      else set -- setpriv --reuid="$holdfast_uid" --regid="$holdfast_gid" --init-groups
    fi
    cd /
    exec "$@" sh -s <<'%2$s'
    cd "$HOME" 2>/dev/null
    unset OLDPWD
    %3$s%2$s
    """
        .formatted(Quoting.quote(account), end, program, NOT_STARTED);
  }

  private static String of(ExecInput input, String exec) {
    StringBuilder text = new StringBuilder();
    if (input.directory() != null) {
      text.append("cd ").append(Quoting.quote(input.directory()));
      text.append(" || exit ").append(NOT_STARTED).append('\n');
    }
    input
        .env()
        .forEach((name, value) ->
            text.append("export ")
                .append(name)
                .append('=')
                .append(Quoting.quote(value))
                .append('\n'));
    ExecInput.Script script = input.script();
    if (script != null) {
      String end = nonce();
      text.append("exec 3<<'").append(end).append("'\n").append(script.text());
      text.append(script.text().endsWith("\n") ? "" : "\n").append(end).append('\n');
      text.append(exec).append(' ').append(Quoting.quote(script.reader())).append(" /dev/fd/3");
      if (script.arguments() != null) {
        text.append(' ').append(Quoting.quote(script.arguments()));
      }
    } else if (input.shell() != null) {
      text.append(exec).append(" sh -c ").append(Quoting.quote(input.shell()));
    } else if (input.command() != null) {
      text.append(exec).append(' ').append(Quoting.quote(input.command()));
    }
    return text.append(" </dev/null\n").toString();
  }

  /** Ends a text that cannot hold it. */
  static String nonce() {
    byte[] bytes = new byte[12];
    RANDOM.nextBytes(bytes);
    return "END" + HexFormat.of().formatHex(bytes);
  }
}
