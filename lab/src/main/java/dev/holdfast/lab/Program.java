package dev.holdfast.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs programs of this machine. */
final class Program {

  private static final int REMEMBERED_LINES = 15;

  private Program() {}

  /** Whether {@code name} is on the PATH or where Debian keeps root's programs. */
  static boolean exists(String name) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
    for (String directory : path.split(":", -1)) {
      if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, name))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Runs {@code command} and hands each line that it prints to {@code lines}.
   *
   * @throws LabException with the last lines if it fails or cannot be started
   */
  static void run(List<String> command, Map<String, String> environment, Consumer<String> lines) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PATH", System.getenv("PATH") + ":/usr/sbin:/sbin");
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(environment);
    Deque<String> last = new ArrayDeque<>();
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      try (BufferedReader output = process.inputReader()) {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
          lines.accept(line);
          last.addLast(line);
          if (last.size() > REMEMBERED_LINES) {
            last.removeFirst();
          }
        }
      }
      int exitCode = process.waitFor();
      if (exitCode != 0) {
        throw new LabException(
            "`%s` failed with exit code %d:\n%s"
                .formatted(String.join(" ", command), exitCode, String.join("\n", last)));
      }
    } catch (IOException e) {
      throw new LabException("Cannot run `" + command.getFirst() + "`: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("Interrupted while running `" + command.getFirst() + "`.", e);
    }
  }
}
