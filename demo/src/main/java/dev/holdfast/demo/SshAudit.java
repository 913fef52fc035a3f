package dev.holdfast.demo;

import dev.holdfast.lab.LabServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** ssh-audit, an independent judge of SSH servers, from PyPI. */
final class SshAudit {
  private final Path program;

  private SshAudit(Path program) {
    this.program = program;
  }

  /** How many findings of either severity ssh-audit has. */
  record Findings(int fails, int warnings) {}

  /**
   * Finds ssh-audit in {@code tools}, or installs the newest there, in an environment of its own.
   *
   * @throws Untrue if it cannot be installed, with what is missing
   */
  static SshAudit install(Path tools, Story story) throws IOException, InterruptedException {
    Path environment = tools.resolve("ssh-audit");
    Path program = environment.resolve("bin/ssh-audit");
    if (!Files.isExecutable(program)) {
      story.say("Installing ssh-audit from PyPI into " + environment);
      Files.createDirectories(tools);
      Ran made = run(List.of("python3", "-m", "venv", "--clear", environment.toString()));
      Untrue.unless(
          made.exitCode == 0,
          "ssh-audit needs python3 with venv (on Debian: apt-get install python3-venv): "
              + made.output.strip());
      Ran installed = run(List.of(environment + "/bin/pip", "install", "--quiet", "ssh-audit"));
      Untrue.unless(
          installed.exitCode == 0, "ssh-audit could not be installed: " + installed.output.strip());
    }
    return new SshAudit(program);
  }

  /** Audits one server. */
  Findings audit(LabServer server) throws IOException, InterruptedException {
    Ran ran =
        run(
            List.of(
                program.toString(), "--no-colors", "--port=" + server.port(), server.address()));
    Untrue.unless(
        ran.output.contains("(gen) banner"),
        "ssh-audit could not read " + server.name() + ": " + ran.output);
    return count(ran.output);
  }

  static Findings count(String report) {
    return new Findings(
        Math.toIntExact(report.lines().filter(line -> line.contains("[fail]")).count()),
        Math.toIntExact(report.lines().filter(line -> line.contains("[warn]")).count()));
  }

  private record Ran(int exitCode, String output) {}

  private static Ran run(List<String> command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true).start();
    } catch (IOException missing) {
      return new Ran(127, String.valueOf(missing.getMessage()));
    }
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), output);
  }
}
