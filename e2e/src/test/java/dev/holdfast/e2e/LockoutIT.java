package dev.holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Inputs that would lock us out, and what becomes of them when nobody is there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LockoutIT {
  private static final String PORT_OUT_OF_REACH =
      "{\"sshd\": {\"ports\": [2222]}, \"confirmWithinSeconds\": 20}";

  private EndToEnd all;

  @BeforeAll
  void bringUp(@TempDir Path directory) throws Exception {
    all = EndToEnd.up(directory, 1);
  }

  @AfterAll
  void bringDown() throws Exception {
    all.close();
  }

  @Test
  void shouldRefuseInThePlanWhatCanBeKnownToLockOut() throws Exception {
    Process worker = all.startWorker();
    String before = configuration();
    StandaloneProcess.Result refused =
        all.holdfast.run(
            "run",
            "lockdown",
            "lab-1",
            "--set",
            "sshd.allowUsers=[\"somebody\"]",
            "--approve",
            "--follow");

    assertThat(refused.exitCode()).as(refused.output()).isEqualTo(1);
    assertThat(refused.output()).contains("nothing was changed").contains("debian");
    assertThat(configuration()).isEqualTo(before);
    EndToEnd.kill(worker);
  }

  @Test
  void shouldTakeItselfBackWithTheWorkerDead() throws Exception {
    takesItselfBack(false);
  }

  @Test
  void shouldTakeItselfBackWithTheWorkerDeadAndTheServerRebooted() throws Exception {
    takesItselfBack(true);
  }

  private void takesItselfBack(boolean reboot) throws Exception {
    all.bareSshd();
    String before = configuration();
    Process worker = all.startWorker();
    String id = all.start("lockdown", PORT_OUT_OF_REACH, "lab-1");
    EndToEnd.await(
        "sshd is out of reach",
        () -> all.on("lab-1", "grep -rl 2222 /etc/ssh/sshd_config.d || true").contains("00-"));
    EndToEnd.kill(worker);
    if (reboot) {
      all.lab.reboot("lab-1");
    }
    EndToEnd.await(
        "the server has reverted the change", () -> configuration().equals(before) && listens());

    Process next = all.startWorker();
    JsonNode ended = all.ended(id);
    assertThat(ended.path("state").asText()).isEqualTo("failed");
    assertThat(ended.path("servers").get(0).path("error").asText()).contains("reverted the change");
    assertThat(configuration()).isEqualTo(before);
    StandaloneProcess.succeeded(
        all.holdfast.run("run", "lockdown", "lab-1", "--dry-run", "--follow"));
    EndToEnd.kill(next);
  }

  private boolean listens() {
    return all.on("lab-1", "ss -Hltn 'sport = :22'").contains("LISTEN");
  }

  /** A file that is taken away meanwhile is a complaint in it, so that this is another one. */
  private String configuration() {
    return all.on("lab-1", "cd /etc/ssh && find . -type f | sort | xargs sha256sum 2>&1 || true");
  }
}
