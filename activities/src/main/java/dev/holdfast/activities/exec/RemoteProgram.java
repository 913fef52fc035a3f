package dev.holdfast.activities.exec;

import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.server.Server;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The POSIX shell program that runs a command as it was asked for: as the right user, in the right
 * directory, with its variables. It is read by a shell from a file or a pipe, so that nothing of it
 * but the command's own arguments is on a command line. It ends by becoming the command.
 */
final class RemoteProgram {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final int NOT_STARTED = 126;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** How the shell becomes the command. */
  enum Becoming {
    SAME_SESSION("exec"),

    /** In a session of its own; the shell must not lead a process group. */
    OWN_SESSION("exec setsid");

    private final String exec;

    Becoming(String exec) {
      this.exec = exec;
    }
  }

  private RemoteProgram() {}

  /** Run by root, whoever the command is to run as. */
  static String forRoot(Server server, ExecInput input, Becoming becoming) {
    String user = input.user() == null ? server.user() : input.user();
    return input.sudo() || user.equals("root")
        ? "export HOME=/root\n" + body(input, becoming)
        : as(user, body(input, Becoming.SAME_SESSION), becoming);
  }

  /** Run by the login user, where the command is to run as the same. */
  static String forLoginUser(ExecInput input, Becoming becoming) {
    return body(input, becoming);
  }

  /** As another user, with the variables of a login and none of root's. */
  private static String as(String user, String body, Becoming becoming) {
    String end = nonce();
    // setpriv becomes the command; runuser stays as its parent and has a say of its own when it is
    // killed.
    return """
    home=$(getent passwd %1$s | cut -d: -f6)
    [ -n "$home" ] || { echo 'holdfast: there is no user %1$s' >&2; exit %4$d; }
    if command -v setpriv >/dev/null
      then set -- setpriv --reuid="$(id -u %1$s)" --regid="$(id -g %1$s)" --init-groups
      else set -- runuser -u %1$s --
    fi
    %5$s "$@" env -i HOME="$home" USER=%1$s LOGNAME=%1$s SHELL=/bin/sh PATH=%2$s LANG=C.UTF-8 sh -s <<'%3$s'
    """
            .formatted(user, PATH, end, NOT_STARTED, becoming.exec)
        + body
        + end
        + "\n";
  }

  private static String body(ExecInput input, Becoming becoming) {
    StringBuilder text = new StringBuilder();
    text.append(
        input.directory() == null
            ? "cd \"$HOME\" 2>/dev/null || cd /\n"
            : "cd " + Quoting.quote(input.directory()) + " || exit " + NOT_STARTED + "\n");
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
      text.append(becoming.exec).append(' ').append(Quoting.quote(script.interpreter()));
      text.append(" /dev/fd/3");
    } else if (input.shell() != null) {
      text.append(becoming.exec).append(" sh -c ").append(Quoting.quote(input.shell()));
    } else if (input.command() != null) {
      text.append(becoming.exec).append(' ').append(Quoting.quote(input.command()));
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
