package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.server.Server;
import java.util.regex.Pattern;

/** How a command's line is run by another program, and whether it takes sudo. */
final class SudoCommand {
  /** Words that mean the same to every shell, also to one that is not POSIX. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./ :,@%+=-]+");

  private SudoCommand() {}

  /** A line as the arguments of another program, without a shell where it needs none. */
  static String program(String line) {
    return PLAIN.matcher(line).matches() ? line : "sh -c " + Quoting.quote(line);
  }

  /** Whether the login user has to become root for it. */
  static boolean takesSudo(Server server, Command command) {
    return command.sudo() && !server.user().equals("root");
  }

  /** A root command of a login user who is root. */
  static Command plain(Command command) {
    return new Command(
        program(command.line()), command.stdin(), false, command.timeout(), command.outputLimit());
  }
}
