package dev.holdfast.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogRotationTest {
  @TempDir private Path directory;

  @Test
  void shouldRotateTheLogOfARunningProcessWhichGoesOnWritingToIt() throws Exception {
    Path log = directory.resolve("temporal.log");
    // A child as the platform starts them: it has the file open for appending all the time.
    Process child =
        new ProcessBuilder("cat")
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    LogRotation rotation = new LogRotation(directory, 1000);
    try (OutputStream lines = child.getOutputStream()) {
      say(lines, log, "a".repeat(1500) + "\n", 1501);
      rotation.rotate();
      assertThat(log).isEmptyFile();

      say(lines, log, "after\n", 6);
      rotation.rotate();

      assertThat(log).hasContent("after\n");
      assertThat(directory.resolve("temporal.log.1")).hasSize(1501);

      say(lines, log, "b".repeat(2000), 2006);
      rotation.rotate();
    }
    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(log).isEmptyFile();
    assertThat(directory.resolve("temporal.log.1")).hasSize(2006);
    assertThat(directory.resolve("temporal.log.new")).doesNotExist();
  }

  private static void say(OutputStream lines, Path log, String text, long size) throws Exception {
    lines.write(text.getBytes(StandardCharsets.UTF_8));
    lines.flush();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (Files.size(log) < size && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(log).hasSize(size);
  }
}
