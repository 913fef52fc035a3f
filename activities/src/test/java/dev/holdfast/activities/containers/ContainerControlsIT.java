package dev.holdfast.activities.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.TestDatabase;
import dev.holdfast.activities.journal.SshJournal;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.schemas.containers.control.ContainerControlActivities;
import dev.holdfast.schemas.containers.control.ContainerControlActivities.ControlRequest;
import dev.holdfast.schemas.containers.control.ContainerControlActivities.Controlled;
import dev.holdfast.schemas.containers.control.ContainerControlActivities.FindRequest;
import dev.holdfast.schemas.containers.control.ContainerControlActivities.Found;
import dev.holdfast.schemas.containers.control.ContainerControlInput;
import dev.holdfast.schemas.containers.control.ContainerControlInput.Action;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Changes to containers happen once, and only to those that are meant. */
@LabTest(docker = true)
final class ContainerControlsIT {
  private static final TestDatabase DATABASE = open();

  /** Ends when it is told to. */
  private static final String ENDING = "trap exit TERM; while :; do sleep 0.1; done";

  private static final Controlled DONE = new Controlled(null, null);

  private final LabServer labServer;
  private final ContainerFixture containers;
  private final Worker worker;
  private String operation = "";
  private long token;

  /** What delivers, with a connection of its own. */
  private final class Worker implements AutoCloseable {
    private final Ssh ssh = LabFixture.ssh(labServer);
    private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
    private final ContainerControlActivities activities;

    Worker() {
      Server server = LabFixture.server(labServer);
      temporal.registerActivitiesImplementations(
          new ContainerControls(
              _ -> Optional.of(server),
              new Engines(ssh),
              ssh,
              new SshJournal(ssh),
              new StepLogs(DATABASE.jdbi(), DATABASE.atRest())));
      activities = LabFixture.activities(temporal, ContainerControlActivities.class);
    }

    /** It is as if it were killed: its connection ends, and it delivers nothing more. */
    @Override
    public void close() {
      ssh.close();
      temporal.close();
    }
  }

  ContainerControlsIT(Lab lab, LabServer labServer) {
    this.labServer = labServer;
    containers = new ContainerFixture(lab);
    worker = new Worker();
  }

  @BeforeEach
  void begin(TestInfo test) {
    operation = LabFixture.operation(test);
    token = LabFixture.nextToken();
    DATABASE.operation(operation, "container-control");
    DATABASE.server(operation, "docker-1");
  }

  @AfterAll
  static void closeDatabase() throws IOException {
    DATABASE.close();
  }

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void shouldDoEachOnceAndNothingToWhatIsSoAlready() {
    containers.run("web", "", ENDING);
    Found running = find("web");
    assertThat(running.running()).isTrue();
    String id = String.valueOf(running.id());
    assertThat(find(id.substring(0, 12)).id()).isEqualTo(id);
    assertThat(find(id.substring(0, 6))).isEqualTo(Found.none(id.substring(0, 6)));

    assertThat(control(Action.STOP, 1, running)).isEqualTo(DONE);
    assertThat(find("web").running()).isFalse();
    assertThat(control(Action.START, 1, running)).isEqualTo(DONE);
    Found again = find("web");
    assertThat(again.running()).isTrue();
    assertThat(again.startedAt()).isNotEqualTo(running.startedAt());

    // As it was found it is not any more: it has been restarted since.
    assertThat(control(Action.RESTART, 1, running)).isEqualTo(DONE);
    assertThat(find("web")).isEqualTo(again);
    assertThat(control(Action.RESTART, 2, again)).isEqualTo(DONE);
    assertThat(find("web").startedAt()).isNotEqualTo(again.startedAt());

    // Another that has taken its name is left alone.
    containers.run("web", "", ENDING);
    assertThat(remove(1, running)).isEqualTo(DONE);
    Found other = find("web");
    assertThat(other.running()).isTrue();
    assertThat(remove(2, other)).isEqualTo(DONE);
    assertThat(find("web")).isEqualTo(Found.none("web"));
  }

  @Test
  void shouldRestartOnceWhenTheWorkerIsKilledHalfWay() throws Exception {
    containers.run(
        "slow", "", "echo started; trap \"sleep 2; exit\" TERM; while :; do sleep 0.1; done");
    Found before = find("slow");

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Worker killed = new Worker();
      Future<Controlled> first =
          threads.submit(
              () -> killed.activities.controlContainers(request(Action.RESTART, before)));
      containers.onServer(
          "timeout 20 sh -c 'until ls /var/lib/holdfast/journal/%s/*/starts >/dev/null 2>&1; do sleep 0.05; done'"
              .formatted(operation));
      killed.close();
      assertThatThrownBy(first::get).isNotNull();
    }
    assertThat(worker.activities.controlContainers(request(Action.RESTART, before)))
        .isEqualTo(DONE);

    assertThat(find("slow").startedAt()).isNotEqualTo(before.startedAt());
    assertThat(containers.onServer("docker logs slow").lines())
        .containsExactly("started", "started");
    containers.remove("slow");
  }

  @Test
  void shouldRefuseAHolderOfAnEarlierLeaseAndTellWhatTheEngineComplainsOf() {
    containers.onServer(
        "docker rm -f bad >/dev/null 2>&1; docker create --name bad tree /bin/none");
    Found bad = find("bad");

    Controlled refused = control(Action.START, 1, bad);
    assertThat(refused.unknown()).isNull();
    assertThat(refused.error()).contains("/bin/none").doesNotContain("Error response");

    token -= 5;
    assertThatThrownBy(() -> remove(1, bad)).hasStackTraceContaining("fencing token");
    assertThat(find("bad").exists()).isTrue();
    containers.remove("bad");
  }

  private Found find(String name) {
    Step step = new Step(operation, "docker-1", "find", 1, 0, "Look");
    return worker
        .activities
        .findContainers(new FindRequest(step, List.of(name)))
        .containers()
        .getFirst();
  }

  private Controlled control(Action action, int generation, Found found) {
    return worker.activities.controlContainers(
        request(ContainerControlInput.of(action, found.name()), generation, found));
  }

  private Controlled remove(int generation, Found found) {
    var input = new ContainerControlInput(Action.REMOVE, List.of(found.name()), 1, true, false);
    return worker.activities.controlContainers(request(input, generation, found));
  }

  private ControlRequest request(Action action, Found found) {
    return request(ContainerControlInput.of(action, found.name()), 1, found);
  }

  private ControlRequest request(ContainerControlInput input, int generation, Found found) {
    Step step =
        new Step(
            operation,
            "docker-1",
            input.action().word(),
            generation,
            token,
            "Change " + found.name());
    return new ControlRequest(step, input, List.of(found));
  }

  private static TestDatabase open() {
    try {
      return new TestDatabase();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
