package dev.holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.standalone.home.HomeJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A runbook of five steps on three servers: killed on the way, continued, and undone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RunbookIT {
  private static final String CONTENT = "brought by a runbook\n";
  private static final String RUNBOOK =
      """
      name: five
      title: Set up, lock down, bring a file, start a service, look
      steps:
        - id: set-up
          operation: server-setup
          input:
            groups: [{name: five}]
            users: [{name: fiona, groups: [five]}]
            units:
              - {name: five.service, unitFile: "[Service]\\nExecStart=/bin/sleep infinity\\n[Install]\\nWantedBy=multi-user.target\\n"}
        - id: lock-down
          operation: lockdown
          input: {}
        - id: bring
          operation: copy
          input: {file: SHA256, path: /var/tmp/five, mode: "0644"}
        - parallel:
            - {id: web, operation: service, servers: role=web, input: {unit: five.service, action: start}}
            - {id: other, operation: service, servers: "!role=web", input: {unit: five.service, action: enable}}
        - id: look
          operation: exec
          input: {command: [cat, /var/tmp/five], readOnly: true}
      """;

  private EndToEnd all;

  @BeforeAll
  void bringUp(@TempDir Path directory) throws Exception {
    all = EndToEnd.up(directory, 3);
    for (String server : new String[] {"lab-1", "lab-2"}) {
      StandaloneProcess.succeeded(all.run("server", "set", server, "--label", "role=web"));
    }
  }

  @AfterAll
  void bringDown() throws Exception {
    all.close();
  }

  @Test
  void shouldContinueWhereItWasKilledAndUndoAllOfIt(@TempDir Path directory) throws Exception {
    Process worker = all.startWorker();
    add(directory, stored(directory));
    Map<String, String> before = state();

    StandaloneProcess.Result started =
        all.run("run", "five", "lab=true", "--approve", "-o", "json");
    StandaloneProcess.succeeded(started);
    String id = HomeJson.MAPPER.readTree(started.standardOutput()).path("id").asText();
    EndToEnd.await("it is in the midst of its second step", () -> begun(id, "lock-down"));
    EndToEnd.kill(worker);
    Process next = all.startWorker();

    JsonNode ended = all.ended(id);
    assertThat(ended.path("state").asText()).as(ended.toPrettyString()).isEqualTo("succeeded");
    for (JsonNode step : ended.path("steps")) {
      assertThat(all.starts(step.path("operation").asText()))
          .allSatisfy((entry, count) -> assertThat(count).as(entry).isOne());
    }
    assertThat(state())
        .allSatisfy((server, now) -> assertThat(now).isNotEqualTo(before.get(server)));

    StandaloneProcess.Result refused = all.run("ops", "undo", id, "--approve", "--follow");
    assertThat(refused.exitCode()).as(refused.output()).isEqualTo(2);
    assertThat(refused.output()).contains("step bring:", "--leave bring");

    JsonNode undo = undoneWithOneApproval(id);
    assertThat(undo.path("state").asText()).as(undo.toPrettyString()).isEqualTo("succeeded");
    assertThat(undo.path("steps")).as("two services, lockdown, set-up").hasSize(4);
    assertThat(state()).isEqualTo(before);
    for (String server : all.names()) {
      assertThat(all.on(server, "cat /var/tmp/five")).isEqualTo(CONTENT.strip());
    }
    EndToEnd.kill(next);
  }

  /** What each step undoes is approved before the first one, also what two of them have changed. */
  private JsonNode undoneWithOneApproval(String id) throws Exception {
    StandaloneProcess.Result started = all.run("ops", "undo", id, "--leave", "bring", "-o", "json");
    StandaloneProcess.succeeded(started);
    String undo = HomeJson.MAPPER.readTree(started.standardOutput()).path("id").asText();
    EndToEnd.await("it is planned", () -> waits(undo));
    String hash = all.operation(undo).path("planHash").asText();
    StandaloneProcess.succeeded(all.run("approvals", "approve", undo, "--plan", hash));
    return all.ended(undo);
  }

  private boolean waits(String id) {
    try {
      return all.operation(id).path("state").asText().equals("awaiting-approval");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean begun(String id, String step) {
    try {
      for (JsonNode one : all.operation(id).path("steps")) {
        if (one.path("step").asText().equals(step)) {
          return !all.starts(one.path("operation").asText()).isEmpty();
        }
      }
      return false;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Brings a file into the platform's store, where the runbook's step finds it. */
  private String stored(Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("five"), CONTENT);
    StandaloneProcess.succeeded(all.run("copy", "lab-1", file.toString(), "/var/tmp/first"));
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(CONTENT.getBytes(StandardCharsets.UTF_8)));
  }

  private void add(Path directory, String sha256) throws Exception {
    Path file =
        Files.writeString(directory.resolve("five.yaml"), RUNBOOK.replace("SHA256", sha256));
    StandaloneProcess.succeeded(all.run("runbook", "add", file.toString()));
  }

  /** What the steps that can be undone have changed, by server. */
  private Map<String, String> state() {
    Map<String, String> state = new TreeMap<>();
    for (String name : all.names()) {
      state.put(
          name,
          all.on(
              name,
              "getent passwd fiona; getent group five; ls /etc/systemd/system/five.service 2>&1;"
                  + " systemctl is-active five; systemctl is-enabled five 2>&1; sshd -T | sort;"
                  + " true"));
    }
    return state;
  }
}
