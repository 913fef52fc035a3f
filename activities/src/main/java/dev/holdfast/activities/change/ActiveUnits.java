package dev.holdfast.activities.change;

import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.ExecResult;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.schemas.failure.Component;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;
import java.util.List;

/** The proof that units are active after a change that they depend on. Thread-safe. */
record ActiveUnits(Ssh ssh) {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /**
   * Returns if all of them are active.
   *
   * @throws SshException of type COMMAND_FAILED with their states and last log lines if not
   */
  void prove(Server server, List<String> units) {
    if (units.isEmpty()) {
      return;
    }
    String script =
        """
        bad=
        for unit in %s; do
          systemctl is-active --quiet -- "$unit" && continue
          bad=1
          echo "$unit is $(systemctl is-active -- "$unit")"
          journalctl -q --no-pager -n 5 -o cat -u "$unit" 2>/dev/null
        done
        [ -z "$bad" ]
        """
            .formatted(Quoting.quote(units));
    ExecResult result = ssh.exec(server, Command.rootScript(script, TIMEOUT));
    if (result.exitCode() != 0) {
      String said = (result.stdout() + result.stderr()).strip();
      throw new SshException(FailureType.COMMAND_FAILED, server.name() + ": " + said, null)
          .from(first(said, units));
    }
  }

  /** The first of them that is not active, and what it is instead. */
  private static FailureOrigin first(String said, List<String> units) {
    return said.lines()
        .flatMap(line ->
            units.stream()
                .filter(unit -> line.startsWith(unit + " is "))
                .map(unit ->
                    FailureOrigin.ofUnit(unit, line.substring(unit.length() + " is ".length()))))
        .findFirst()
        .orElseGet(() -> FailureOrigin.of(Component.SYSTEMD));
  }
}
