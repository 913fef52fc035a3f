package dev.holdfast.bench;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that is measured, or that is needed for it, run to its end. */
final class BaselineProcess {
  private static final int SHOWN = 2000;

  private BaselineProcess() {}

  /**
   * What it said on standard output.
   *
   * @throws Failure if it did not end well in time, with the end of what it said
   */
  static String run(
      List<String> command, Map<String, String> environment, String input, Duration patience)
      throws IOException, InterruptedException {
    Path said = Files.createTempFile("hf-bench", ".out");
    Path wrong = Files.createTempFile("hf-bench", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(said.toFile()).redirectError(wrong.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It ended before it had read all; its exit code says how.
      }
      if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw failed(command, "did not end within " + patience.toSeconds() + " s", said, wrong);
      }
      if (process.exitValue() != 0) {
        throw failed(command, "ended with " + process.exitValue(), said, wrong);
      }
      return Files.readString(said);
    } finally {
      Files.deleteIfExists(said);
      Files.deleteIfExists(wrong);
    }
  }

  private static Failure failed(List<String> command, String how, Path said, Path wrong) {
    try {
      String text = (Files.readString(said) + Files.readString(wrong)).strip();
      return new Failure(
          ExitCode.FAILED,
          "%s %s: %s"
              .formatted(
                  String.join(" ", command),
                  how,
                  text.substring(Math.max(0, text.length() - SHOWN))),
          List.of(),
          null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
