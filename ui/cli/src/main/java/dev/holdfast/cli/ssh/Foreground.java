package dev.holdfast.cli.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Runs a program that has the terminal to itself. */
final class Foreground {
  private static final int LOOK_MILLIS = 200;
  private static final int PATIENCE_SECONDS = 3;

  private Foreground() {}

  /**
   * The program's exit code; it is ended with us.
   *
   * <p>When it suspends itself ({@code ~^Z} of ssh), so do we, that the shell gets its terminal
   * back; both go on together.
   */
  static int run(ProcessBuilder command, Cleanup cleanup) throws IOException, InterruptedException {
    Process process = command.inheritIO().start();
    cleanup.add(() -> end(process));
    while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      if (isStopped(process.pid())) {
        new ProcessBuilder("kill", "-STOP", Long.toString(ProcessHandle.current().pid()))
            .start()
            .waitFor();
      }
    }
    return process.exitValue();
  }

  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isStopped(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.startsWith("T", stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return false;
    }
  }
}
