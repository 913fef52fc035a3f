package dev.holdfast.bench;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.standalone.Main;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The command line as a process of its own, started as this one was.
 *
 * @param command up to the arguments of the command line
 */
record CliProcess(List<String> command) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * As this process was started.
   *
   * @throws Failure if that cannot be found out
   */
  static CliProcess likeThis() {
    Optional<String[]> arguments = ProcessHandle.current().info().arguments();
    List<String> all = List.of(arguments.orElse(new String[0]));
    int main = all.indexOf(Main.class.getName());
    if (main < 0) {
      throw new Failure(
          ExitCode.FAILED, "the system does not say how this process was started", List.of(), null);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(all.subList(0, main + 1));
    return new CliProcess(List.copyOf(command));
  }

  /** {@code exec SELECTOR --read-only -- true} to its end. */
  void exec(String selector) throws IOException, InterruptedException {
    var _ =
        run(
            List.of(
                "exec",
                selector,
                "--read-only",
                "-o",
                "json",
                "--idempotency-key",
                Measurement.key(),
                "--",
                "true"));
  }

  /** With these arguments to its end; what it said on standard output. */
  String run(List<String> arguments) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(command);
    line.addAll(arguments);
    return BaselineProcess.run(line, Map.of(), "", PATIENCE);
  }
}
