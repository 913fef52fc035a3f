package dev.holdfast.activities.facts;

import dev.holdfast.activities.resource.Scripts;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.ExecResult;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;

/** Runs the scripts that print facts as rows between two marks. */
public final class FactsScripts {
  private FactsScripts() {}

  /** The text of scripts beside a class, one after the other. */
  public static String load(Class<?> beside, String... names) {
    return Scripts.load(beside, names);
  }

  /** What the scripts that print facts begin with. */
  public static String common() {
    return load(FactsScripts.class, "rows.sh", "accounts.sh");
  }

  /**
   * Runs a script as root and returns the rows.
   *
   * @throws SshException also of type COMMAND_FAILED where the rows do not arrive whole
   */
  public static String rows(Ssh ssh, Server server, String head, String body, Duration timeout) {
    // Braces and no standard input: what runs in there must not read the rest of the script.
    String script = "%s\n{\n%s\n} </dev/null\n".formatted(head, body);
    ExecResult result = ssh.exec(server, Command.rootScript(script, timeout));
    int begin = result.stdout().indexOf("HOLDFAST-FACTS-BEGIN\n");
    int end = result.stdout().lastIndexOf("HOLDFAST-FACTS-END\n");
    if (begin < 0 || end < begin) {
      throw new SshException(
          FailureType.COMMAND_FAILED,
          "The facts of %s did not arrive whole (exit code %d): %s"
              .formatted(server.name(), result.exitCode(), result.stderr().strip()),
          null);
    }
    return result.stdout().substring(begin, end);
  }
}
