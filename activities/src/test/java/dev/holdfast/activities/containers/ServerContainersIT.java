package dev.holdfast.activities.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.TestDatabase;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.containers.QuarantineDecisions;
import dev.holdfast.platform.operation.OperationLogs;
import dev.holdfast.schemas.containers.ContainerActivities;
import dev.holdfast.schemas.containers.ContainerActivities.Read;
import dev.holdfast.schemas.containers.ContainerActivities.ReadRequest;
import dev.holdfast.schemas.containers.ContainersInput;
import dev.holdfast.schemas.containers.ContainersInput.Show;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import io.temporal.testing.TestActivityEnvironment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

@LabTest(docker = true)
final class ServerContainersIT {
  private static final TestDatabase DATABASE = open();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ContainerFixture containers;
  private final Ssh ssh;
  private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
  private final ContainerActivities activities;
  private String operation = "";

  ServerContainersIT(Lab lab, LabServer labServer) {
    containers = new ContainerFixture(lab);
    ssh = LabFixture.ssh(labServer);
    Server server = LabFixture.server(labServer);
    temporal.registerActivitiesImplementations(
        new ServerContainers(
            _ -> Optional.of(server),
            new Engines(ssh),
            ssh,
            new StepLogs(DATABASE.jdbi(), DATABASE.atRest()),
            new QuarantineDecisions(DATABASE.jdbi())));
    activities = LabFixture.activities(temporal, ContainerActivities.class);
  }

  @BeforeEach
  void begin(TestInfo test) {
    operation = LabFixture.operation(test);
    DATABASE.operation(operation, "containers");
    DATABASE.server(operation, "docker-1");
  }

  @AfterAll
  static void closeDatabase() throws IOException {
    DATABASE.close();
  }

  @AfterEach
  void close() {
    temporal.close();
    ssh.close();
  }

  @Test
  void shouldShowWhatTheEngineHasWithoutItsSecrets() throws Exception {
    containers.run(
        "web",
        "-e DB_PASSWORD=swordfish77 -p 127.0.0.1:8081:80 -v site:/srv --label team=blue",
        "echo said; echo complained >&2; exec sleep 1000");
    containers.run("job", "--network none", "exit 3");
    containers.onServer("docker wait job");

    Read read = read(ContainersInput.of(Show.LIST));
    List<String> lines = text("stdout").lines().toList();
    assertThat(read.count()).isEqualTo(lines.size());
    assertThat(read.running()).isEqualTo(1);
    JsonNode job = JSON.readTree(lines.getFirst());
    assertThat(job.path("name").asText()).isEqualTo("job");
    assertThat(job.path("state").asText()).isEqualTo("exited");
    JsonNode web = JSON.readTree(lines.getLast());
    assertThat(web.path("name").asText()).isEqualTo("web");
    assertThat(web.path("state").asText()).isEqualTo("running");
    assertThat(web.path("image").asText()).isEqualTo("tree");
    assertThat(web.at("/ports/0").asText()).isEqualTo("127.0.0.1:8081->80/tcp");
    assertThat(web.at("/networks/0").asText()).isEqualTo("bridge");
    assertThat(web.at("/mounts/0").asText()).isEqualTo("site:/srv");
    assertThat(web.at("/labels/team").asText()).isEqualTo("blue");

    operation("inspect");
    var _ = read(ContainersInput.of(Show.INSPECT, "web"));
    String inspected = text("stdout");
    assertThat(JSON.readTree(inspected).at("/State/Status").asText()).isEqualTo("running");
    assertThat(inspected).contains("DB_PASSWORD=").doesNotContain("swordfish77");

    operation("logs");
    Read logs = read(ContainersInput.of(Show.LOGS, "web"));
    assertThat(text("stdout")).isEqualTo("said\n");
    assertThat(text("stderr")).isEqualTo("complained\n");
    assertThat(logs.stderrBytes()).isEqualTo(11);

    operation("ports");
    var _ = read(ContainersInput.of(Show.PORTS));
    assertThat(text("stdout").lines())
        .anyMatch(line -> line.contains("\"port\":22,") && line.contains("\"process\":\"sshd\""))
        .contains(
            "{\"port\":8081,\"protocol\":\"tcp\",\"address\":\"127.0.0.1\",\"container\":\"web\"}");

    for (Show show : List.of(Show.NETWORKS, Show.VOLUMES, Show.IMAGES)) {
      operation(show.word());
      assertThat(read(ContainersInput.of(show)).count()).isPositive();
      assertThat(text("stdout").lines()).allSatisfy(line -> JSON.readTree(line));
    }
    containers.remove("web job");
  }

  @Test
  void shouldFollowWhatAContainerPrintsForAsLongAsIsAskedFor() {
    containers.run("clock", "", "i=0; while :; do echo tick $i; i=$((i+1)); sleep 0.2; done");

    var _ = read(new ContainersInput(Show.LOGS, "clock", 0, null, true, 2));

    assertThat(text("stdout").lines().toList())
        .hasSizeBetween(3, 15)
        .allMatch(line -> line.matches("20..-..-..T\\S+Z tick \\d+"));
    containers.remove("clock");
  }

  @Test
  void shouldSayInOneLineThatThereIsNoSuchContainer() {
    assertThatThrownBy(() -> read(ContainersInput.of(Show.LOGS, "nope")))
        .hasStackTraceContaining("the Docker engine refuses: No such container: nope");
    assertThat(text("stdout")).isEmpty();
  }

  private void operation(String suffix) {
    operation = "op-" + suffix;
    DATABASE.operation(operation, "containers");
    DATABASE.server(operation, "docker-1");
  }

  private Read read(ContainersInput input) {
    Step step = new Step(operation, "docker-1", "run", 1, 0, "Look");
    return activities.readContainers(new ReadRequest(step, input));
  }

  private String text(String stream) {
    var text = new ByteArrayOutputStream();
    try {
      new OperationLogs(DATABASE.jdbi(), DATABASE.atRest())
          .copy(operation, "docker-1", "run", stream, text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private static TestDatabase open() {
    try {
      return new TestDatabase();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
