package dev.holdfast.demo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.LabServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LabCommandIT {

  @TempDir Path home = Path.of("");
  private final Platform platform = new Platform();

  @AfterEach
  void removeServers() {
    run("down");
  }

  @Test
  void shouldRegisterListAndForgetServers() {
    CommandRun up = run("up", "--servers", "2");
    assertThat(up.exitCode()).as(up.stderr()).isZero();
    assertThat(up.stderr()).contains("lab-1 is up").contains("lab-2 is up");
    assertThat(platform.labels)
        .isEqualTo(Map.of("lab-1", Map.of("lab", "true"), "lab-2", Map.of("lab", "true")));

    CommandRun list = run("list", "-o", "json");
    assertThat(list.exitCode()).isZero();
    JsonNode listed = JsonMapper.shared().readTree(list.stdout());
    assertThat(listed).hasSize(2);
    LabServer first = Objects.requireNonNull(platform.servers.get("lab-1"));
    assertThat(listed.get(0).get("name").asString()).isEqualTo("lab-1");
    assertThat(listed.get(0).get("port").asInt()).isEqualTo(first.port());
    assertThat(listed.get(0).get("address").asString()).isEqualTo("127.0.0.1");
    assertThat(listed.get(0).get("user").asString()).isEqualTo("debian");
    assertThat(listed.get(0).get("container").asString()).isEqualTo(first.container());
    assertThat(first.hostKeyFingerprint()).startsWith("SHA256:");

    assertThat(run("down").exitCode()).isZero();
    assertThat(platform.servers).isEmpty();
    assertThat(run("list", "-o", "json").stdout().strip()).isEqualTo("[ ]");
  }

  @Test
  void shouldRemoveContainersAndSaySoWhenThePlatformIsGone() {
    assertThat(run("up", "--servers", "1").exitCode()).isZero();

    CommandRun down =
        CommandRun.of(
            home,
            () -> {
              throw new IllegalStateException("the platform is gone");
            },
            "down");

    assertThat(down.exitCode()).isNotZero();
    assertThat(down.stderr()).contains("server remove").contains("the platform is gone");
    assertThat(run("list").stdout()).doesNotContain("lab-1");
  }

  private CommandRun run(String... arguments) {
    return CommandRun.of(home, () -> platform, arguments);
  }

  /** A platform that only remembers. */
  private static final class Platform implements ServerRegistry {
    private final Map<String, LabServer> servers = new TreeMap<>();
    private final Map<String, Map<String, String>> labels = new TreeMap<>();

    @Override
    public void register(LabServer server, Map<String, String> labels) {
      servers.put(server.name(), server);
      this.labels.put(server.name(), labels);
    }

    @Override
    public void unregister(String name) {
      servers.remove(name);
    }
  }
}
