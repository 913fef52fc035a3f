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
import dev.holdfast.platform.file.FileStore;
import dev.holdfast.platform.file.StoredFile;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.schemas.containers.control.ContainerControlActivities;
import dev.holdfast.schemas.containers.control.ContainerControlInput;
import dev.holdfast.schemas.containers.control.ContainerControlInput.Action;
import dev.holdfast.schemas.containers.quarantine.AtExpiry;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Evidence;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.EvidenceRequest;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.IsolateRequest;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Isolated;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Kept;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Mark;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.ObserveRequest;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Observed;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.ReleaseRequest;
import dev.holdfast.schemas.containers.quarantine.QuarantineInput;
import dev.holdfast.schemas.containers.release.ReleaseInput;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Nothing leaves an isolated container, and a released one is as it was. */
@LabTest(docker = true)
final class QuarantinesIT {
  private static final TestDatabase DATABASE = open();
  private static final String ENDING = "trap exit TERM; while :; do sleep 0.1; done";

  /** What the engine says of the networks of a container, without what is new with each joining. */
  private static final String NETWORKS =
      "docker inspect -f '{{range $n, $e := .NetworkSettings.Networks}}{{$n}} {{$e.IPAddress}} {{json $e.IPAMConfig}} {{json $e.Aliases}}; {{end}}{{json .HostConfig.RestartPolicy}} {{.State.Status}}' ";

  private static final Isolated DONE = new Isolated(null, null, List.of());

  private final LabServer labServer;
  private final ContainerFixture containers;
  private final Worker worker;
  private String operation = "";
  private long token;

  /** What delivers, with a connection of its own. */
  private final class Worker implements AutoCloseable {
    private final Ssh ssh = LabFixture.ssh(labServer);
    private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
    private final FileStore files = new FileStore(DATABASE.jdbi(), DATABASE.atRest());
    private final QuarantineActivities activities;
    private final ContainerControlActivities controls;

    Worker() {
      Server server = LabFixture.server(labServer);
      Engines engines = new Engines(ssh);
      StepLogs logs = new StepLogs(DATABASE.jdbi(), DATABASE.atRest());
      SshJournal journal = new SshJournal(ssh);
      temporal.registerActivitiesImplementations(
          new Quarantines(
              _ -> Optional.of(server),
              engines,
              ssh,
              journal,
              logs,
              new EvidenceCollection(
                  engines, ssh, files, new Operations(DATABASE.jdbi(), DATABASE.atRest()))),
          new ContainerControls(_ -> Optional.of(server), engines, ssh, journal, logs));
      activities = LabFixture.activities(temporal, QuarantineActivities.class);
      controls = LabFixture.activities(temporal, ContainerControlActivities.class);
    }

    /** It is as if it were killed: its connection ends, and it delivers nothing more. */
    @Override
    public void close() {
      ssh.close();
      temporal.close();
    }
  }

  QuarantinesIT(Lab lab, LabServer labServer) {
    this.labServer = labServer;
    containers = new ContainerFixture(lab);
    worker = new Worker();
  }

  @BeforeEach
  void begin(TestInfo test) {
    operation = LabFixture.operation(test);
    token = LabFixture.nextToken();
    DATABASE.operation(operation, "quarantine");
    DATABASE.server(operation, "docker-1");
    DATABASE
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                update operations set settings = cast('{"approved":false,"concurrency":4,"maxFailures":"0"}' as jsonb)
                where id = ?
                """,
                operation));
    containers.onServer(
        "docker network create --subnet 172.30.77.0/24 q-shop; docker network create q-other; true");
  }

  @AfterEach
  void clean() {
    containers.onServer(
        """
        kill $(cat /tmp/q-traffic.pid) 2>/dev/null; rm -f /tmp/q-traffic.pid; nft delete table inet q_proof 2>/dev/null
        docker rm -f q-web q-db q-host >/dev/null 2>&1; docker network rm q-shop q-other quarantine_net >/dev/null 2>&1
        rm -rf /var/lib/holdfast/quarantine; true
        """);
    worker.close();
  }

  @AfterAll
  static void closeDatabase() throws IOException {
    DATABASE.close();
  }

  @Test
  void shouldStopAllTrafficKeepTheEvidenceAndRestoreWhatWasThere() throws IOException {
    web("--restart unless-stopped -e TOKEN=q", "echo hello; echo changed >/new; " + ENDING);
    containers.run("q-db", "--network q-shop", ENDING);
    containers.onServer("docker network connect --alias second q-other q-web");
    String before = containers.onServer(NETWORKS + "q-web");
    load();
    assertThat(packetsInASecond()).isPositive();

    Mark mark = mark("q-web");
    assertThat(isolate(worker, mark, 1, false)).isEqualTo(DONE);
    assertThat(packetsInASecond()).isZero();

    Observed isolated = observe("q-web");
    assertThat(isolated.isolated()).isTrue();
    assertThat(isolated.networks()).containsExactly("quarantine_net");
    assertThat(isolated.mark()).isEqualTo(mark);
    assertThat(containers.onServer("docker inspect -f '{{.HostConfig.RestartPolicy.Name}}' q-web"))
        .isEqualTo("no");

    // Done again it is the same, and what was before is not overwritten.
    String kept = containers.onServer("cat /var/lib/holdfast/quarantine/*/before");
    assertThat(isolate(worker, mark, 2, false)).isEqualTo(DONE);
    assertThat(containers.onServer("cat /var/lib/holdfast/quarantine/*/before")).isEqualTo(kept);
    assertThat(packetsInASecond()).isZero();

    Evidence evidence =
        worker.activities.keepEvidence(new EvidenceRequest(step("evidence", 1), mark.id()));
    assertThat(evidence.missing()).isEmpty();
    assertThat(evidence.files())
        .extracting(Kept::name)
        .containsExactly(
            "inspect.json",
            "processes.txt",
            "connections.txt",
            "logs.txt",
            "changes.json",
            "files.tar");
    assertThat(evidence.files()).noneMatch(Kept::cut);
    assertThat(text(evidence, "inspect.json")).contains("172.30.77.10", "TOKEN=q");
    assertThat(text(evidence, "processes.txt")).contains("sleep 0.1");
    assertThat(text(evidence, "connections.txt")).contains("Local Address");
    assertThat(text(evidence, "logs.txt")).endsWith("Z hello\n");
    assertThat(text(evidence, "changes.json")).contains("/new");
    assertThat(text(evidence, "files.tar")).contains("changed");
    assertThat(keptForGood()).isEqualTo(6);

    assertThat(release(mark, operation)).isEqualTo(DONE);
    assertThat(containers.onServer(NETWORKS + "q-web")).isEqualTo(before);
    assertThat(packetsInASecond()).isPositive();
    assertThat(observe("q-web").mark()).isNull();
    assertThat(containers.onServer("nft list tables; docker network ls; ls /var/lib/holdfast"))
        .doesNotContain("inet holdfast", "quarantine");
    // Whoever comes second finds nothing to do.
    assertThat(release(2, mark, null)).isEqualTo(DONE);
  }

  @Test
  void shouldIsolateOnceWhenTheWorkerIsKilledAndFreezeAndThaw() throws Exception {
    web("", ENDING);
    String before = containers.onServer(NETWORKS + "q-web");
    Mark mark = mark("q-web");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Worker killed = new Worker();
      Future<Isolated> first = threads.submit(() -> isolate(killed, mark, 1, true));
      containers.onServer(
          "timeout 20 sh -c 'until ls /var/lib/holdfast/journal/%s/*/starts >/dev/null 2>&1; do sleep 0.05; done'"
              .formatted(operation));
      killed.close();
      assertThatThrownBy(first::get).isNotNull();
    }

    assertThat(isolate(worker, mark, 1, true)).isEqualTo(DONE);

    Observed frozen = observe("q-web");
    assertThat(frozen.isolated()).isTrue();
    assertThat(frozen.frozen()).isTrue();
    // A run that died half-way has left it in one network of before, and not thawed it.
    containers.onServer("docker network connect q-other q-web");
    assertThat(observe("q-web").isolated()).isFalse();
    assertThat(isolate(worker, mark, 2, true)).isEqualTo(DONE);
    assertThat(observe("q-web").isolated()).isTrue();
    containers.onServer("docker network connect --ip 172.30.77.10 --alias site q-shop q-web");
    assertThat(release(mark, operation)).isEqualTo(DONE);
    assertThat(containers.onServer(NETWORKS + "q-web")).isEqualTo(before);
  }

  @Test
  void shouldRestoreTheRestWhenANetworkIsGoneAndLeaveTheQuarantineOfAnother() {
    web("", ENDING);
    containers.onServer("docker network connect q-other q-web");
    Mark mark = mark("q-web");
    assertThat(isolate(worker, mark, 1, false)).isEqualTo(DONE);
    containers.onServer("docker network rm q-other");

    assertThat(release(1, mark, "op-another")).isEqualTo(DONE);
    assertThat(observe("q-web").isolated()).isTrue();

    Isolated released = release(2, mark, operation);
    assertThat(released.error()).isNull();
    assertThat(released.notes())
        .containsExactly("the network q-other is gone: it was not connected to it");
    assertThat(observe("q-web").networks()).containsExactly("q-shop");
  }

  @Test
  void shouldStopWhatHasTheNetworkOfTheServerAndStartItAgain() {
    containers.run("q-host", "--network host --restart always", ENDING);
    String before = containers.onServer(NETWORKS + "q-host");
    Mark mark = mark("q-host");

    Isolated isolated = isolate(worker, mark, 1, true);

    assertThat(isolated.notes()).containsExactly("it has the network of the server: it is stopped");
    assertThat(observe("q-host").isolated()).isTrue();
    assertThat(observe("q-host").running()).isFalse();
    assertThat(release(mark, operation)).isEqualTo(DONE);
    assertThat(containers.onServer(NETWORKS + "q-host")).isEqualTo(before);
  }

  @Test
  void shouldRefuseToChangeWhatIsInQuarantineAndAHolderOfAnEarlierLease() {
    web("", ENDING);
    Mark mark = mark("q-web");
    var restart = ContainerControlInput.of(Action.RESTART, "q-web");
    var found = find();
    assertThat(found.quarantine()).isNull();
    assertThat(isolate(worker, mark, 1, false)).isEqualTo(DONE);

    assertThat(find().quarantine()).isEqualTo("odd connections");
    // The server itself refuses what was found before.
    var refused =
        worker.controls.controlContainers(
            new ContainerControlActivities.ControlRequest(
                step("restart", 1), restart, List.of(found)));
    assertThat(refused.error()).contains("is in quarantine");
    assertThat(find().startedAt()).isEqualTo(found.startedAt());

    token -= 5;
    assertThatThrownBy(() -> release(mark, operation)).hasStackTraceContaining("fencing token");
    assertThat(observe("q-web").isolated()).isTrue();
  }

  private void web(String options, String script) {
    containers.run(
        "q-web", "--network q-shop --ip 172.30.77.10 --network-alias site " + options, script);
  }

  /** What talks in the container's network all the time: to another, to the server, and outside. */
  private void load() {
    containers.onServer(
        """
        nft -f - <<'END'
        table inet q_proof {
          counter sent { }
          chain proof { type filter hook prerouting priority -300; ip saddr 172.30.77.10 counter name sent; iifname "hf-quarantine" counter name sent; }
        }
        END
        cat >/tmp/q-traffic <<'END'
        while :; do
          for to in 172.30.77.1 172.30.77.2 172.30.77.3 192.0.2.1 $1; do
            echo x >/dev/udp/$to/9; timeout 0.1 bash -c "</dev/tcp/$to/9"
          done
          sleep 0.1
        done
        END
        pid=$(docker inspect -f '{{.State.Pid}}' q-web)
        setsid nsenter --target "$pid" --net bash /tmp/q-traffic "$(hostname -I | cut -d' ' -f1)" >/dev/null 2>&1 </dev/null &
        echo $! >/tmp/q-traffic.pid
        sleep 1
        """);
  }

  private long packetsInASecond() {
    return Long.parseLong(
        containers.onServer(
            "nft reset counters table inet q_proof >/dev/null; sleep 1.5; nft list counters table inet q_proof | sed -n 's/.*packets \\([0-9]*\\) .*/\\1/p'"));
  }

  private String text(Evidence evidence, String name) throws IOException {
    Kept kept =
        evidence.files().stream()
            .filter(file -> file.name().equals(name))
            .findFirst()
            .orElseThrow();
    StoredFile file =
        worker.files.find(LabFixture.server(labServer).organisation(), kept.sha256()).orElseThrow();
    assertThat(file.size()).isEqualTo(kept.bytes());
    try (InputStream bytes = worker.files.read(file, 0)) {
      return new String(bytes.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** Of files that have expired, what the sweeper leaves; another one it removes. */
  private int keptForGood() throws IOException {
    var arrival = worker.files.arrival("default", "stray");
    try (var bytes = arrival.from(0)) {
      bytes.write(7);
    }
    worker.files.complete(arrival, "test");
    return DATABASE
        .jdbi()
        .withHandle(handle -> {
          handle.execute("update files set expires_at = now() - interval '1 second'");
          handle.execute("update operations set ended_at = now() - interval '2 days'");
          assertThat(worker.files.sweep()).isPositive();
          return handle
              .createQuery("select count(*) from operation_files where operation = :operation")
              .bind("operation", operation)
              .mapTo(Integer.class)
              .one();
        });
  }

  private Mark mark(String container) {
    return new Mark(
        Objects.requireNonNull(observe(container).id()),
        container,
        "odd connections",
        "2026-11-29T10:00:00Z",
        "2026-12-06T10:00:00Z",
        AtExpiry.RELEASE,
        operation,
        "alice");
  }

  private ContainerControlActivities.Found find() {
    return worker
        .controls
        .findContainers(
            new ContainerControlActivities.FindRequest(step("find", 1), List.of("q-web")))
        .containers()
        .getFirst();
  }

  private Observed observe(String container) {
    return worker.activities.observeContainer(new ObserveRequest(step("find", 1), container));
  }

  private Isolated isolate(Worker by, Mark mark, int generation, boolean freeze) {
    var input = new QuarantineInput(mark.container(), mark.reason(), 60L, AtExpiry.RELEASE, freeze);
    return by.activities.isolateContainer(
        new IsolateRequest(step("isolate", generation), input, mark));
  }

  private Isolated release(Mark mark, @Nullable String only) {
    return release(1, mark, only);
  }

  private Isolated release(int generation, Mark mark, @Nullable String only) {
    return worker.activities.releaseContainer(
        new ReleaseRequest(
            step("release", generation),
            new ReleaseInput(mark.container(), null, null),
            mark.id(),
            only));
  }

  private Step step(String key, int generation) {
    return new Step(operation, "docker-1", key, generation, token, "Test " + key);
  }

  private static TestDatabase open() {
    try {
      return new TestDatabase();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
