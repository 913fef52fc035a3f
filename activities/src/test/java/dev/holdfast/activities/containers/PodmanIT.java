package dev.holdfast.activities.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.TestDatabase;
import dev.holdfast.activities.containers.monitor.ContainerWatch;
import dev.holdfast.activities.containers.monitor.MonitorRecords;
import dev.holdfast.activities.journal.Journal.Entry;
import dev.holdfast.activities.journal.Journal.Outcome;
import dev.holdfast.activities.journal.Journal.Surroundings;
import dev.holdfast.activities.journal.SshJournal;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.containers.ContainerHistory;
import dev.holdfast.platform.containers.ContainerMonitors;
import dev.holdfast.platform.containers.ContainerObservations;
import dev.holdfast.platform.containers.ContainerViolations;
import dev.holdfast.platform.containers.LearntDestinations;
import dev.holdfast.platform.containers.QuarantineDecisions;
import dev.holdfast.platform.containers.SetLimits;
import dev.holdfast.platform.operation.OperationLogs;
import dev.holdfast.platform.setting.Settings;
import dev.holdfast.schemas.containers.ContainerActivities;
import dev.holdfast.schemas.containers.ContainerActivities.ReadRequest;
import dev.holdfast.schemas.containers.ContainersInput;
import dev.holdfast.schemas.containers.ContainersInput.Show;
import dev.holdfast.schemas.containers.control.ContainerControlActivities;
import dev.holdfast.schemas.containers.control.ContainerControlActivities.ControlRequest;
import dev.holdfast.schemas.containers.control.ContainerControlActivities.Controlled;
import dev.holdfast.schemas.containers.control.ContainerControlActivities.FindRequest;
import dev.holdfast.schemas.containers.control.ContainerControlActivities.Found;
import dev.holdfast.schemas.containers.control.ContainerControlInput;
import dev.holdfast.schemas.containers.control.ContainerControlInput.Action;
import dev.holdfast.schemas.containers.monitor.ContainerMonitor.Watch;
import dev.holdfast.schemas.containers.monitor.ContainerMonitorActivities;
import dev.holdfast.schemas.containers.monitor.ContainerMonitorActivities.End;
import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import io.temporal.testing.TestActivityEnvironment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Podman as Debian has it: its containers are read, started, stopped, removed and watched. */
@LabTest(podman = true)
final class PodmanIT {
  private static final String SERVER = "podman-1";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Controlled DONE = new Controlled(null, null);

  private final Lab lab;
  private final Server server;
  private final Ssh ssh;
  private final Engines engines;
  private final TestDatabase database = new TestDatabase();
  private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
  private final ContainerActivities reads;
  private final ContainerControlActivities controls;
  private String operation = "";

  PodmanIT(Lab lab, LabServer labServer) throws IOException {
    this.lab = lab;
    ssh = LabFixture.ssh(labServer);
    server = LabFixture.server(labServer);
    engines = new Engines(ssh);
    StepLogs logs = new StepLogs(database.jdbi(), database.atRest());
    temporal.registerActivitiesImplementations(
        new ServerContainers(
            _ -> Optional.of(server), engines, ssh, logs, new QuarantineDecisions(database.jdbi())),
        new ContainerControls(_ -> Optional.of(server), engines, ssh, new SshJournal(ssh), logs));
    reads = LabFixture.activities(temporal, ContainerActivities.class);
    controls = LabFixture.activities(temporal, ContainerControlActivities.class);
    onServer(
        """
        podman image exists tree || {
          mkdir -p /tmp/tree && cd /tmp/tree
          for p in sh cat sleep; do cp --parents $(ldd /bin/$p | grep -o "/[^ ]*") /bin/$p .; done
          tar -c . | podman import - tree
        }
        podman rm -f web >/dev/null 2>&1
        podman run -d --name web -e DB_PASSWORD=swordfish77 -p 127.0.0.1:8081:80 -v site:/srv --label team=blue tree \
          /bin/sh -c 'trap exit TERM; echo said; echo complained >&2; while :; do sleep 0.1; done'
        """);
  }

  @AfterEach
  void close() throws IOException {
    onServer("podman rm -f web; podman volume rm -f site");
    temporal.close();
    ssh.close();
    database.close();
  }

  @Test
  void shouldReadAndChangeItsContainers() throws Exception {
    JsonNode web = JSON.readTree(read(ContainersInput.of(Show.LIST)));
    assertThat(web.path("name").asText()).isEqualTo("web");
    assertThat(web.path("state").asText()).isEqualTo("running");
    assertThat(web.path("image").asText()).contains("tree");
    assertThat(web.at("/ports/0").asText()).isEqualTo("127.0.0.1:8081->80/tcp");
    assertThat(web.at("/networks/0").asText()).isEqualTo("podman");
    assertThat(web.at("/mounts/0").asText()).isEqualTo("site:/srv");
    assertThat(web.at("/labels/team").asText()).isEqualTo("blue");

    assertThat(read(ContainersInput.of(Show.INSPECT, "web")))
        .contains("DB_PASSWORD=")
        .doesNotContain("swordfish77");
    assertThat(read(ContainersInput.of(Show.LOGS, "web"))).isEqualTo("said\n");
    assertThat(read(ContainersInput.of(Show.PORTS)))
        .contains("\"port\":8081", "\"container\":\"web\"");
    for (Show show : List.of(Show.NETWORKS, Show.VOLUMES, Show.IMAGES)) {
      assertThat(read(ContainersInput.of(show)).lines())
          .isNotEmpty()
          .allSatisfy(line -> JSON.readTree(line));
    }
    assertThatThrownBy(() -> read(ContainersInput.of(Show.LOGS, "nope")))
        .hasStackTraceContaining("nope");

    Found running = find();
    assertThat(control(Action.STOP, running)).isEqualTo(DONE);
    assertThat(find().running()).isFalse();
    assertThat(control(Action.START, running)).isEqualTo(DONE);
    Found again = find();
    assertThat(again.running()).isTrue();
    // As it was found it is not any more: it has been started since.
    assertThat(control(Action.RESTART, running)).isEqualTo(DONE);
    assertThat(find()).isEqualTo(again);
    assertThat(control(Action.RESTART, again)).isEqualTo(DONE);
    assertThat(find().startedAt()).isNotEqualTo(again.startedAt());
    assertThat(
            controls.controlContainers(
                request(
                    new ContainerControlInput(Action.REMOVE, List.of("web"), 1, true, false),
                    again)))
        .isEqualTo(DONE);
    assertThat(find()).isEqualTo(Found.none("web"));
  }

  @Test
  void shouldRunACommandInAContainerByWhatStandsForDocker() {
    // As the package podman-docker brings it.
    onServer(
        "printf '#!/bin/sh\\nexec podman \"$@\"\\n' >/usr/local/bin/docker; chmod 755 /usr/local/bin/docker");
    try {
      Entry command =
          new Entry(
              step("exec", LabFixture.nextToken()),
              "docker exec web sh -c 'echo inside; exit 3'",
              Duration.ofMinutes(1),
              1 << 20,
              new Surroundings.Root());

      assertThat(new SshJournal(ssh).run(server, command, LabFixture.SILENT))
          .isEqualTo(new Outcome.Finished(3, "inside\n"));
    } finally {
      onServer("rm /usr/local/bin/docker");
    }
  }

  @Test
  void shouldWatchItsContainers() throws Exception {
    onServer(
        "podman run -d --name many tree /bin/sh -c 'i=0; while [ $i -lt 60 ]; do sleep 600 & i=$((i+1)); done; wait'");
    var monitors = new ContainerMonitors(database.jdbi());
    var history = new ContainerHistory(database.jdbi());
    var settings = new Settings(database.jdbi());
    Server watched = RegisteredServer.of(server, database.jdbi());
    String id = String.valueOf(watched.id());
    temporal.registerActivitiesImplementations(
        new ContainerWatch(
            _ -> Optional.of(watched),
            engines,
            ssh,
            new MonitorRecords(
                monitors,
                new ContainerObservations(database.jdbi(), history),
                new SetLimits(database.jdbi(), settings),
                new LearntDestinations(database.jdbi()),
                settings)));
    var watch = LabFixture.activities(temporal, ContainerMonitorActivities.class);
    monitors.start("default", id, "test");

    var ended =
        CompletableFuture.supplyAsync(
            () -> watch.watchContainers(new Watch(id, watched.name(), TaskQueues.watch(null), 0)));
    try {
      var violations = new ContainerViolations(database.jdbi());
      LabFixture.until(() -> !violations.list("default", id, null, false).isEmpty());
      assertThat(violations.list("default", id, null, false))
          .extracting(
              violation -> violation.breach().container() + " " + violation.breach().kind().word())
          .containsExactly("many processes");
      assertThat(history.latest("default", id, Instant.EPOCH))
          .extracting(taken -> taken.sample().container())
          .containsExactlyInAnyOrder("many", "web");
      assertThat(history.latest("default", id, Instant.EPOCH))
          .allSatisfy(taken -> assertThat(taken.sample().memory()).isPositive());
      assertThat(monitors.find(id).orElseThrow().state()).isEqualTo("watching");
    } finally {
      assertThat(monitors.stop("default", id)).isTrue();
      assertThat(ended.get(30, TimeUnit.SECONDS).end()).isEqualTo(End.OVER);
      onServer("podman rm -f many");
    }
  }

  @Test
  void shouldSayWhatToDoWhenItsSocketIsNotOpen() {
    onServer("systemctl stop podman.socket podman.service");
    try {
      assertThatThrownBy(() -> read(ContainersInput.of(Show.LIST)))
          .hasStackTraceContaining(
              "has Podman, whose socket is not open. Open it: ./holdfast exec podman-1 --sudo -- systemctl enable --now podman.socket");
    } finally {
      onServer("systemctl start podman.socket");
    }
  }

  /** What is read, as it was kept. */
  private String read(ContainersInput input) throws IOException {
    var _ = reads.readContainers(new ReadRequest(step("run", 0), input));
    var text = new ByteArrayOutputStream();
    new OperationLogs(database.jdbi(), database.atRest())
        .copy(operation, SERVER, "run", "stdout", text);
    return text.toString(StandardCharsets.UTF_8);
  }

  private Found find() {
    return controls
        .findContainers(new FindRequest(step("find", 0), List.of("web")))
        .containers()
        .getFirst();
  }

  private Controlled control(Action action, Found found) {
    return controls.controlContainers(request(ContainerControlInput.of(action, "web"), found));
  }

  private ControlRequest request(ContainerControlInput input, Found found) {
    return new ControlRequest(
        step(input.action().word(), LabFixture.nextToken()), input, List.of(found));
  }

  /** Of an operation of its own. */
  private Step step(String key, long token) {
    operation = "op-podman-" + LabFixture.nextToken();
    database.operation(operation, "containers");
    database.server(operation, SERVER);
    return new Step(operation, SERVER, key, 1, token, "Look at Podman");
  }

  private void onServer(String script) {
    var _ = lab.exec(SERVER, "sh", "-c", script).orThrow();
  }
}
