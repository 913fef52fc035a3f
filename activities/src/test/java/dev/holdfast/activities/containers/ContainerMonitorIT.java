package dev.holdfast.activities.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.activities.TestDatabase;
import dev.holdfast.activities.containers.monitor.ContainerWatch;
import dev.holdfast.activities.containers.monitor.MonitorRecords;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.platform.containers.ContainerHistory;
import dev.holdfast.platform.containers.ContainerLimits;
import dev.holdfast.platform.containers.ContainerMonitors;
import dev.holdfast.platform.containers.ContainerObservations;
import dev.holdfast.platform.containers.ContainerViolations;
import dev.holdfast.platform.containers.LearntDestinations;
import dev.holdfast.platform.containers.SetLimits;
import dev.holdfast.platform.containers.Violation;
import dev.holdfast.platform.setting.Settings;
import dev.holdfast.schemas.containers.monitor.ContainerMonitor.Watch;
import dev.holdfast.schemas.containers.monitor.ContainerMonitorActivities;
import dev.holdfast.schemas.containers.monitor.ContainerMonitorActivities.End;
import dev.holdfast.schemas.containers.monitor.ContainerMonitorActivities.Watched;
import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.schemas.server.Server;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What containers do too much of is told once, in time, whatever happens to the worker. */
@LabTest(docker = true)
final class ContainerMonitorIT {
  private static final TestDatabase DATABASE = open();
  private static final Jdbi JDBI = DATABASE.jdbi();
  private static final String ORGANISATION = "default";
  private static final Duration IN_TIME = Duration.ofSeconds(20);

  /** One that opens connections by itself. */
  private static final String IMAGE =
      """
      docker image inspect tree-net >/dev/null 2>&1 && exit
      mkdir -p /tmp/tree-net && cd /tmp/tree-net
      for p in sh bash sleep; do cp --parents $(ldd /bin/$p | grep -o "/[^ ]*") /bin/$p .; done
      tar -c . | docker import - tree-net >/dev/null
      """;

  private final ContainerFixture containers;
  private final LabServer labServer;
  private final Server server;
  private final ContainerMonitors monitors = new ContainerMonitors(JDBI);
  private final ContainerHistory history = new ContainerHistory(JDBI);
  private final SetLimits limits = new SetLimits(JDBI, new Settings(JDBI));

  /** What watches, with a connection of its own. */
  private final class Worker implements AutoCloseable {
    private final Ssh ssh = LabFixture.ssh(labServer);
    private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
    private final CompletableFuture<Watched> ended = new CompletableFuture<>();

    Worker() {
      temporal.registerActivitiesImplementations(
          new ContainerWatch(
              _ -> Optional.of(server),
              new Engines(ssh),
              ssh,
              new MonitorRecords(
                  monitors,
                  new ContainerObservations(JDBI, history),
                  limits,
                  new LearntDestinations(JDBI),
                  new Settings(JDBI))));
      var activities = LabFixture.activities(temporal, ContainerMonitorActivities.class);
      Thread.ofPlatform()
          .start(() -> {
            try {
              ended.complete(
                  activities.watchContainers(
                      new Watch(id(), server.name(), TaskQueues.watch(null), 0)));
            } catch (Throwable e) {
              ended.completeExceptionally(e);
            }
          });
    }

    /** It is as if it were killed: its connection ends, and it delivers nothing more. */
    @Override
    public void close() {
      ssh.close();
      temporal.close();
    }
  }

  ContainerMonitorIT(Lab lab, LabServer labServer) {
    this.labServer = labServer;
    containers = new ContainerFixture(lab);
    containers.onServer(IMAGE);
    server = RegisteredServer.of(LabFixture.server(labServer), JDBI);
  }

  @AfterEach
  void clean() {
    containers.onServer("docker rm -f $(docker ps -aq --filter name=m-) >/dev/null 2>&1; true");
  }

  @AfterAll
  static void closeDatabase() throws IOException {
    DATABASE.close();
  }

  @Test
  void shouldTellOfEachViolationOnceAndInTime() throws Exception {
    containers.run("m-quiet", "", "while :; do sleep 1; done");
    monitors.start(ORGANISATION, id(), "test");
    limits.set(
        ORGANISATION,
        id(),
        "m-beacon",
        new ContainerLimits(null, null, null, null, List.of()),
        "test");
    limits.set(
        ORGANISATION,
        id(),
        "m-host",
        new ContainerLimits(null, null, null, null, List.of()),
        "test");
    Worker first = new Worker();
    LabFixture.until(() -> samples() > 0);
    String gateway = containers.onServer("ip route | awk '/^default/ { print $3; exit }'");

    Instant planted = Instant.now();
    containers.run("m-cpu", "--cpus 0.2", "while :; do :; done");
    containers.run(
        "m-memory", "--memory 16m --tmpfs /t:size=14m", "cat /dev/zero >/t/x; sleep 600");
    containers.run(
        "m-many",
        "--pids-limit 80",
        "i=0; while [ $i -lt 60 ]; do sleep 600 & i=$((i+1)); done; wait");
    containers.onServer(
        "docker run -d --name m-beacon tree-net /bin/bash -c 'while :; do : </dev/tcp/%s/4444; sleep 5; done' >/dev/null"
            .formatted(gateway));

    containers.onServer(
        "docker run -d --name m-host --network host tree-net /bin/bash -c 'exec 3<>/dev/tcp/127.0.0.1/22; sleep 600' >/dev/null");

    LabFixture.until(() -> violations().size() >= 5);
    assertThat(violations())
        .extracting(violation ->
            violation.breach().container()
                + " "
                + violation.breach().kind().word()
                + violation.breach().destination())
        .containsExactlyInAnyOrder(
            "m-cpu cpu",
            "m-memory memory",
            "m-many processes",
            "m-beacon destination" + gateway + ":4444/tcp",
            "m-host destination127.0.0.1:22/tcp");
    assertThat(violations())
        .allSatisfy(violation ->
            assertThat(Duration.between(planted, violation.begunAt())).isLessThan(IN_TIME));
    assertThat(events("container.violation")).isEqualTo(5);

    first.close();
    try (Worker second = new Worker()) {
      int before = samples();
      LabFixture.until(() -> samples() > before + 10);
      assertThat(events("container.violation")).isEqualTo(5);
      assertThat(events("container.violation-ended")).isZero();

      containers.remove("m-cpu m-memory m-many m-host");
      LabFixture.until(() -> events("container.violation-ended") == 4);
      assertThat(violations()).hasSize(1);

      assertThat(monitors.stop(ORGANISATION, id())).isTrue();
      assertThat(second.ended.get(30, TimeUnit.SECONDS).end()).isEqualTo(End.OVER);
    }

    assertThat(monitors.find(id()).orElseThrow().state()).isEqualTo("stopped");
    assertThat(events("container.violation-ended")).isEqualTo(5);
    assertThat(events("container.violation")).isEqualTo(5);
    assertThat(containers.onServer("nft list tables; pgrep -af '[s]h -s' || true"))
        .doesNotContain("holdfast", "sh -s");
    assertThat(history.minutes(ORGANISATION, id(), "m-quiet", planted.minusSeconds(60)))
        .isNotEmpty()
        .allSatisfy(minute -> assertThat(minute.memory()).isPositive());
  }

  /** For five minutes, or as many as {@code -Dholdfast.quiet=60} says. */
  @Test
  void shouldTellOfNothingWhereNothingHappens() throws Exception {
    for (String name : List.of("m-web", "m-api", "m-db")) {
      containers.run(name, "--memory 64m --cpus 0.5", "while :; do sleep 1; done");
    }
    int before = events("container.violation");
    int taken = samples();
    int minutes = Integer.getInteger("holdfast.quiet", 5);
    monitors.start(ORGANISATION, id(), "test");
    try (Worker worker = new Worker()) {
      TimeUnit.MINUTES.sleep(minutes);
      // All the time, and not only at its beginning: six a minute of each where the machine is
      // idle.
      assertThat(samples() - taken).isGreaterThan(minutes * 3 * 3);
      assertThat(worker.ended).isNotDone();
      assertThat(monitors.find(id()).orElseThrow().state()).isEqualTo("watching");
      assertThat(events("container.violation")).isEqualTo(before);
      assertThat(monitors.stop(ORGANISATION, id())).isTrue();
    }
  }

  private List<Violation> violations() {
    return new ContainerViolations(JDBI).list(ORGANISATION, id(), null, false);
  }

  private int samples() {
    return count("select count(*) from container_samples");
  }

  private int events(String kind) {
    return count("select count(*) from events where kind = '" + kind + "'");
  }

  private static int count(String sql) {
    return JDBI.withHandle(handle -> handle.createQuery(sql).mapTo(Integer.class).one());
  }

  private String id() {
    return String.valueOf(server.id());
  }

  private static TestDatabase open() {
    try {
      return new TestDatabase();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
