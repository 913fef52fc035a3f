package dev.holdfast.activities.containers;

import dev.holdfast.activities.audit.CommandContext;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.ExecResult;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;

/** The sockets of a server on which somebody listens. */
final class Sockets {
  private static final String SCRIPT = "ss -Hltunp\n";
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private Sockets() {}

  /**
   * As {@code ss} prints them, with all processes.
   *
   * @throws SshException if root of the server cannot be asked
   */
  static String of(Ssh ssh, Server server) {
    ExecResult answer =
        CommandContext.current()
            .silently(() -> ssh.exec(server, Command.rootScript(SCRIPT, ANSWER)));
    if (answer.exitCode() != 0) {
      throw new SshException(
          FailureType.COMMAND_FAILED,
          "%s does not say who listens on its ports: %s; its package iproute2 has the program ss"
              .formatted(server.name(), answer.stderr().strip()),
          null);
    }
    return answer.stdout();
  }
}
