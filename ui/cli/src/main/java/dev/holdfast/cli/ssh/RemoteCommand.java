package dev.holdfast.cli.ssh;

import java.util.List;
import java.util.stream.Collectors;

/** The line that the shell on a server is given. */
final class RemoteCommand {
  private RemoteCommand() {}

  /**
   * One argument is a line of shell; of several each arrives as it was typed here, whatever
   * characters it holds.
   */
  static String line(List<String> arguments) {
    return arguments.size() == 1
        ? arguments.getFirst()
        : arguments.stream()
            .map(argument -> "'" + argument.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
  }
}
