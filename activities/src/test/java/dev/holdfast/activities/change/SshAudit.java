package dev.holdfast.activities.change;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The newest ssh-audit, in a virtual environment of its own. */
final class SshAudit {
  private static final int TIMEOUT_SECONDS = 120;
  private final Path environment;

  private SshAudit(Path environment) {
    this.environment = environment;
  }

  static SshAudit install() throws IOException {
    Path environment = Files.createDirectories(Path.of("target", "ssh-audit")).toAbsolutePath();
    run("python3", "-m", "venv", environment.toString());
    run(
        environment.resolve("bin/pip").toString(),
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--upgrade",
        "ssh-audit");
    return new SshAudit(environment);
  }

  /** What it finds wrong with a server. */
  List<String> fails(String address, int port) {
    List<String> lines =
        run(
            environment.resolve("bin/ssh-audit").toString(),
            "--no-colors",
            "--skip-rate-test",
            "-p",
            String.valueOf(port),
            address);
    if (lines.stream().noneMatch(line -> line.startsWith("(kex)"))) {
      throw new AssertionError("ssh-audit saw no server: " + lines);
    }
    return lines.stream().filter(line -> line.contains("[fail]")).toList();
  }

  private static List<String> run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command[0] + " did not end");
      }
      // ssh-audit's exit code says how bad the server is; that the program ran shows in its output.
      if (process.exitValue() != 0 && !command[0].endsWith("/ssh-audit")) {
        throw new AssertionError(String.join(" ", command) + ": " + output);
      }
      return output.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
