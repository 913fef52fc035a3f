package dev.holdfast.cli.operation;

import static dev.holdfast.cli.Documents.operation;
import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Holdfast;
import dev.holdfast.cli.TestPlatform;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InterruptTest {

  @Test
  void shouldDetachAndSayHowToRejoinWhenInterrupted() throws IOException, InterruptedException {
    try (TestPlatform platform = new TestPlatform()) {
      platform.answers("POST /operations", operation("queued"));
      platform.answers("GET /operations/op-01", operation("running"));
      platform.answers("GET /operations/op-01/steps", page());
      // A build in the background of a script has SIGINT ignored, and its children with it.
      ProcessBuilder command =
          new ProcessBuilder(
              "env",
              "--default-signal=INT",
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              Holdfast.class.getName(),
              "run",
              "lockdown",
              "all",
              "--follow");
      command.environment().put("HOLDFAST_SERVER", platform.url());
      command.environment().put("HOLDFAST_TOKEN", "hf_secret");
      Process holdfast = command.start();
      try (BufferedReader err = holdfast.errorReader()) {
        assertThat(err.readLine()).contains("op-01: running");

        new ProcessBuilder("kill", "-INT", Long.toString(holdfast.pid())).start().waitFor();

        assertThat(err.lines().collect(Collectors.joining("\n")))
            .contains("Stopped watching; the operation goes on.")
            .contains("./holdfast ops show op-01 --follow")
            .contains("./holdfast ops cancel op-01");
        assertThat(holdfast.waitFor()).isEqualTo(130);
      } finally {
        holdfast.destroyForcibly();
      }
    }
  }
}
