package dev.holdfast.cli.operation;

import static dev.holdfast.cli.Documents.onServer;
import static dev.holdfast.cli.Documents.operation;
import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.TestPlatform;
import dev.holdfast.cli.commands.Holdfast;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
      ProcessBuilder command = command("run", "lockdown", "all", "--follow");
      command.environment().put("HOLDFAST_SERVER", platform.url());
      command.environment().put("HOLDFAST_TOKEN", "hf_secret");
      Process holdfast = command.start();
      try (BufferedReader err = holdfast.errorReader()) {
        assertThat(err.readLine()).contains("op-01: running");

        interrupt(holdfast);

        assertThat(err.lines().collect(Collectors.joining("\n")))
            .contains("Stopped watching; the operation continues.")
            .contains("./holdfast ops show op-01 --follow")
            .contains("./holdfast ops cancel op-01");
        assertThat(holdfast.waitFor()).isEqualTo(130);
      } finally {
        holdfast.destroyForcibly();
      }
    }
  }

  @Test
  void shouldTellOnceHowACancelledCommandEnded() throws Exception {
    try (TestPlatform platform = new TestPlatform()) {
      Process exec = exec(platform);
      try (BufferedReader err = exec.errorReader()) {
        awaitRequests(platform, "GET", "/operations/op-01/logs");
        interrupt(exec);
        awaitRequests(platform, "POST", "/operations/op-01/cancel");
        platform.answers(
            "GET /operations/op-01",
            operation("cancelled", onServer("web-1", "cancelled", 0, 0, "cancelled")));

        String said = err.lines().collect(Collectors.joining("\n"));

        assertThat(said)
            .contains("Ending it on the servers", "It is cancelled.")
            .containsOnlyOnce("web-1: cancelled")
            .doesNotContain("cancelled, cancelled", "Nobody knows", "could not");
        assertThat(exec.waitFor()).isEqualTo(130);
      } finally {
        exec.destroyForcibly();
      }
    }
  }

  @Test
  void shouldSayThatACommandHadEndedBeforeItWasCancelled() throws Exception {
    try (TestPlatform platform = new TestPlatform()) {
      Process exec = exec(platform);
      platform.refuses(
          "POST /operations/op-01/cancel", 409, "{\"detail\":\"It has ended already.\"}");
      try (BufferedReader err = exec.errorReader()) {
        awaitRequests(platform, "GET", "/operations/op-01/logs");
        interrupt(exec);
        awaitRequests(platform, "POST", "/operations/op-01/cancel");
        platform.answers("GET /operations/op-01", operation("succeeded"));

        assertThat(err.lines().collect(Collectors.joining("\n")))
            .containsAnyOf("It had already ended.", "It has ended already");
      } finally {
        exec.destroyForcibly();
      }
    }
  }

  @Test
  void shouldLeaveAtTheSecondCtrlCAndSaySo() throws Exception {
    try (TestPlatform platform = new TestPlatform()) {
      Process exec = exec(platform);
      try (BufferedReader err = exec.errorReader()) {
        awaitRequests(platform, "GET", "/operations/op-01/logs");
        interrupt(exec);
        awaitRequests(platform, "POST", "/operations/op-01/cancel");
        interrupt(exec);

        assertThat(err.lines().collect(Collectors.joining("\n")))
            .contains("Left; it is still ending.", "./holdfast ops show op-01 --follow");
        assertThat(exec.waitFor()).isEqualTo(130);
      } finally {
        exec.destroyForcibly();
      }
    }
  }

  private static Process exec(TestPlatform platform) throws IOException {
    platform
        .answers("POST /operations", operation("running"))
        .answers("GET /operations/op-01", operation("running"))
        .answers("GET /operations/op-01/logs", page())
        .answers("GET /operations/op-01/explain", "{}")
        .answers("POST /operations/op-01/cancel", operation("running"));
    ProcessBuilder command = command("exec", "web-1", "--", "sleep", "60");
    command.environment().put("HOLDFAST_SERVER", platform.url());
    command.environment().put("HOLDFAST_TOKEN", "hf_secret");
    return command.start();
  }

  private static ProcessBuilder command(String... arguments) {
    // A build in the background of a script has SIGINT ignored, and its children with it.
    List<String> words =
        new ArrayList<>(
            List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holdfast.class.getName()));
    words.addAll(List.of(arguments));
    return new ProcessBuilder(words);
  }

  private static void interrupt(Process process) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  private static void awaitRequests(TestPlatform platform, String method, String path)
      throws InterruptedException {
    while (platform.requests().stream()
        .noneMatch(r -> r.method().equals(method) && r.path().startsWith(path))) {
      Thread.sleep(20);
    }
  }
}
