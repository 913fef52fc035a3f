package dev.holdfast.activities.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.change.ChangeActivities.ApplyOutcome;
import dev.holdfast.schemas.change.ChangeActivities.ConfirmOutcome;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import dev.holdfast.schemas.change.PlanSummary;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The settings of a real engine change while its containers keep running, and go back so. */
@LabTest(docker = true)
class DockerSettingsIT {
  private static final String SERVER = "docker-1";
  private static final String FILE = "/etc/docker/daemon.json";
  private static final String INPUT = "{\"docker\": {\"nofile\": 16384}}";

  /** With blanks of its own, a key of somebody's, and a mode that is not ours. */
  private static final String THEIRS =
      "{ \"registry-mirrors\" : [\"http://127.0.0.1:1\"],\n\"max-concurrent-downloads\": 2 }";

  /** What is there of the file, and since when which containers run. */
  private static final String STATE =
      "ls -A /etc/docker; stat -c '%U:%G %a' {file} 2>/dev/null; cat {file} 2>/dev/null; docker info -f '{{.LiveRestoreEnabled}} {{.LoggingDriver}}'; {since}"
          .replace("{file}", FILE)
          .replace("{since}", since());

  private static Bench bench;
  private static StackFixture stack;

  @BeforeAll
  static void start(Lab lab, List<LabServer> servers) throws IOException {
    bench = new Bench(servers);
    stack = new StackFixture(lab);
  }

  @AfterAll
  static void stop() throws IOException {
    bench.close();
  }

  @BeforeEach
  void run() {
    stack.onServer(
        "docker rm -f set-one set-two >/dev/null 2>&1; docker run -d --name set-one stack-tree sleep 1000; docker run -d --restart always --name set-two stack-tree sleep 1000");
  }

  @AfterEach
  void leave() {
    stack.onServer(
        """
        docker rm -f set-one set-two
        if [ -e %1$s ]; then rm -f %1$s; systemctl reset-failed docker; systemctl restart docker; fi
        """
            .formatted(FILE));
  }

  private static String since() {
    return "docker inspect -f '{{.Name}} {{.State.Running}} {{.State.StartedAt}}' set-one set-two";
  }

  @Test
  void shouldSetTheEngineUnderRunningContainersThenNothingThenUndo() {
    stack.onServer(
        "printf '%%s' '%s' >%s; chmod 640 %s; systemctl reset-failed docker; systemctl restart docker; docker start set-one"
            .formatted(THEIRS, FILE, FILE));
    stack.await("[ \"$(docker inspect -f '{{.State.Running}}' set-two)\" = true ]");
    String before = stack.onServer(STATE);
    Bench.Operation set = setup();
    PlanSummary plan = set.plan(INPUT);

    assertThat(plan.refusals()).isEmpty();
    assertThat(plan.groups()).allMatch(PlanSummary.Group::commitConfirmed).hasSize(1);
    assertThat(plan.warnings())
        .satisfiesExactly(
            note -> assertThat(note).contains("keep running", "set-one, set-two"),
            note -> assertThat(note).contains("old log settings", "set-one, set-two"));
    assertThat(set.stored(plan).group("docker").changes())
        .singleElement()
        .satisfies(change -> {
          assertThat(change.title())
              .isEqualTo(
                  "Set default-ulimits.nofile, live-restore, log-driver, log-opts.max-file, log-opts.max-size of the Docker engine and restart it; containers keep running");
          assertThat(change.diff())
              .contains("+default-ulimits.nofile.Hard: 16384", "+log-opts.max-size: 10m")
              .doesNotContain("registry-mirrors");
        });
    assertThat(stack.onServer(STATE)).as("a plan changes nothing").isEqualTo(before);

    assertThat(set.applyAll(plan))
        .allSatisfy(outcome ->
            assertThat(outcome.result()).as(outcome.message()).isEqualTo(Result.APPLIED));

    String after = stack.onServer(STATE);
    assertThat(after)
        .contains("root:root 640", "\"http://127.0.0.1:1\"", "true json-file")
        .doesNotContain(".holdfast")
        .endsWith(running(before));
    assertThat(stack.onServer("ls /var/lib/holdfast")).doesNotContain("docker-settings");
    assertThat(
            stack.onServer(
                "docker run --rm stack-tree bash -c 'ulimit -Sn; ulimit -Hn'; docker create --name set-new stack-tree true >/dev/null; docker inspect -f '{{.HostConfig.LogConfig}}' set-new set-one; docker rm set-new >/dev/null"))
        .isEqualTo("16384\n16384\n{json-file map[max-file:3 max-size:10m]}\n{json-file map[]}");
    assertThat(
            stack.onServer("docker restart -t 0 set-one; docker exec set-one bash -c 'ulimit -n'"))
        .endsWith("16384");
    String restarted = running(stack.onServer(STATE));

    PlanSummary again = setup().plan(INPUT);
    assertThat(again.changes()).isZero();
    assertThat(again.warnings()).isNull();

    Bench.Operation undo = undone(set);
    String undone = stack.onServer(STATE);
    assertThat(undone)
        .endsWith(restarted)
        .startsWith(before.substring(0, before.indexOf("/set-one")));
    Bench.Operation forth = undone(undo);
    assertThat(stack.onServer(STATE)).contains("true json-file").endsWith(restarted);
    undone(forth);
    assertThat(stack.onServer(STATE)).isEqualTo(undone);

    stack.onServer("echo '{}' >" + FILE);
    assertThat(
            bench
                .operation(SERVER, "undo")
                .plan("{\"operation\": \"%s\"}".formatted(forth.id))
                .refusals())
        .singleElement()
        .asString()
        .contains(FILE + " has been changed since");
  }

  @Test
  void shouldRefuseALimitUnderWhichNoContainerStarts() {
    // What starts containers cannot raise its limit: the server is a container itself.
    stack.onServer(
        "prlimit --nofile=20000:20000 --pid $(systemctl show -p MainPID --value containerd)");
    try {
      assertThat(stack.run("docker run --rm --ulimit nofile=64000:64000 stack-tree sleep 0"))
          .contains("rlimit", "operation not permitted");

      assertThat(setup().plan("{\"docker\": {}}").refusals())
          .singleElement()
          .asString()
          .startsWith("docker.nofile: no container could start with 64000 open files")
          .contains("at most 20000");
      // The server itself looks, too: its limit may be another one when the change is made.
      Bench.Operation operation = setup();
      String script = StackFixture.script(operation.stored(operation.plan(INPUT)), "docker");
      assertThat(stack.run(script.replace("nofile=16384", "nofile=64000")))
          .contains("no container could start: the engine can give it 20000 open files at most")
          .endsWith("ended with 65");
      assertThat(stack.onServer("ls -A /etc/docker; docker info -f '{{.LiveRestoreEnabled}}'"))
          .isEqualTo("key.json\nfalse");
    } finally {
      stack.onServer(
          "docker rm -f set-one set-two; systemctl reset-failed docker containerd; systemctl restart containerd docker");
    }
  }

  @Test
  void shouldRefuseANodeOfASwarmWhoseContainersWouldEnd() {
    stack.onServer("docker swarm init --advertise-addr 127.0.0.1");
    try {
      assertThat(setup().plan(INPUT).refusals())
          .singleElement()
          .asString()
          .startsWith("docker: this server is a node of a swarm, whose containers end");
    } finally {
      stack.onServer("docker swarm leave --force; docker network rm docker_gwbridge || true");
    }
  }

  @Test
  void shouldRefuseAFileThatIsNotJsonAndLeaveIt() {
    stack.onServer("echo '{\"mtu\": 1400,}' >" + FILE);

    assertThat(setup().plan(INPUT).refusals())
        .singleElement()
        .asString()
        .startsWith("docker: " + FILE + " is not JSON (line 1")
        .endsWith("correct it, or move it away");
    assertThat(stack.onServer("cat " + FILE)).isEqualTo("{\"mtu\": 1400,}");
  }

  @Test
  void shouldGoBackUnderRunningContainersWhenTheEngineDoesNotStart() {
    String before = stack.onServer(STATE);
    // A plan that is fine, and an engine that is given the same on its command line meanwhile.
    Bench.Operation operation = setup();
    PlanSummary plan = operation.plan(INPUT);
    stack.onServer(
        """
        mkdir -p /run/systemd/system/docker.service.d
        printf '[Service]\\nExecStart=\\nExecStart=/bin/sh -c "! grep -q 16384 %s && exec /usr/sbin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock"\\n' >/run/systemd/system/docker.service.d/broken.conf
        systemctl daemon-reload
        """
            .formatted(FILE));
    try {
      ApplyOutcome outcome = operation.apply(plan, "docker", 1);
      operation.end();

      assertThat(outcome.result()).isEqualTo(Result.FAILED);
      assertThat(outcome.message())
          .contains("the Docker engine does not start with these settings");
      assertThat(stack.onServer(STATE)).isEqualTo(before);
      assertThat(stack.onServer("ls -A /etc/docker; ls /var/lib/holdfast"))
          .doesNotContain(".holdfast", "docker-settings");
    } finally {
      stack.onServer(
          "rm -r /run/systemd/system/docker.service.d; systemctl daemon-reload; systemctl reset-failed docker; systemctl restart docker; docker start set-one");
    }
  }

  @Test
  void shouldGoBackUnderRunningContainersWhenItIsKilledHalfWay() {
    String before = stack.onServer(STATE);
    Bench.Operation killed = setup();
    PlanSummary plan = killed.plan(INPUT);
    var applied = CompletableFuture.supplyAsync(() -> killed.apply(plan, "docker", 1));
    stack.await("grep -q 16384 " + FILE);
    stack.onServer(
        "systemctl kill --kill-who=all -s KILL 'holdfast-run-%s.*'".formatted(killed.id));

    assertThat(applied.join().result()).isEqualTo(Result.INTERRUPTED);
    assertThat(killed.revert(plan, "docker", 1)).isEqualTo(ConfirmOutcome.REVERTED);
    killed.end();

    assertThat(stack.onServer(STATE)).isEqualTo(before);
    assertThat(stack.onServer("ls /var/lib/holdfast")).doesNotContain("docker-settings");
    assertThat(setup().plan(INPUT).changes()).isEqualTo(1);
  }

  @Test
  void shouldGoBackByItselfWhenNobodyConfirmsIt() {
    String before = stack.onServer(STATE);
    Bench.Operation abandoned = bench.operation(SERVER, Bench.HASTY);
    PlanSummary plan = abandoned.plan(INPUT);
    ApplyOutcome _ = abandoned.apply(plan, "docker", 1);

    stack.await("! ls /var/lib/holdfast/docker-settings.back && ! ls " + FILE);

    assertThat(stack.onServer(STATE)).isEqualTo(before);
    abandoned.end();
  }

  @Test
  void shouldSeeThatTheEngineHasNotReadItsFile() {
    stack.onServer(
        """
        printf '{"live-restore": true, "log-driver": "json-file", "log-opts": {"max-size": "10m", "max-file": "3"}, "default-ulimits": {"nofile": {"Name": "nofile", "Hard": 16384, "Soft": 16384}}}' >%1$s
        touch -d '+1 second' %1$s
        """
            .formatted(FILE));
    Bench.Operation operation = setup();
    PlanSummary plan = operation.plan(INPUT);

    assertThat(operation.stored(plan).group("docker").changes())
        .singleElement()
        .satisfies(change -> assertThat(change.title()).startsWith("Restart the Docker engine"));
    String runs = stack.onServer(since());
    assertThat(operation.applyAll(plan))
        .allSatisfy(outcome ->
            assertThat(outcome.result()).as(outcome.message()).isEqualTo(Result.APPLIED));
    assertThat(stack.onServer(since())).isEqualTo(runs);
    assertThat(stack.onServer("docker run --rm stack-tree bash -c 'ulimit -n'")).isEqualTo("16384");
    assertThat(setup().plan(INPUT).changes()).isZero();
  }

  private static String running(String state) {
    return state.substring(state.indexOf("/set-one"));
  }

  private static Bench.Operation setup() {
    return bench.operation(SERVER, "server-setup");
  }

  private static Bench.Operation undone(Bench.Operation made) {
    Bench.Operation undo = bench.operation(SERVER, "undo");
    PlanSummary plan = undo.plan("{\"operation\": \"%s\"}".formatted(made.id));
    assertThat(plan.refusals()).isEmpty();
    assertThat(undo.applyAll(plan))
        .allSatisfy(outcome ->
            assertThat(outcome.result()).as(outcome.message()).isEqualTo(Result.APPLIED));
    return undo;
  }
}
