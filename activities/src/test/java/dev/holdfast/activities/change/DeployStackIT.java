package dev.holdfast.activities.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.change.ChangeActivities.ApplyOutcome;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import dev.holdfast.schemas.change.Plan;
import dev.holdfast.schemas.change.PlanSummary;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A stack of three tools on a real server with an engine of its own. */
@LabTest(docker = true)
class DeployStackIT {
  private static final String SERVER = "docker-1";
  private static final String STATE =
      "docker ps -a --format '{{.Names}}' | sort; docker network ls --format '{{.Name}}' | sort; docker volume ls -q | sort";
  private static final String IDS = "docker ps -aq --no-trunc | sort";

  private static Bench bench;
  private static StackFixture stack;

  @BeforeAll
  static void start(Lab lab, List<LabServer> servers) throws IOException {
    bench = new Bench(servers);
    bench.secret("row-key", "swordfish-7");
    stack = new StackFixture(lab);
  }

  @AfterAll
  static void stop() throws IOException {
    bench.close();
  }

  @AfterEach
  void remove() {
    stack.onServer(
        "docker ps -aq | xargs -r docker rm -fv; docker network prune -f; docker volume ls -q | xargs -r docker volume rm");
  }

  @Test
  void shouldDeployHardenedThenChangeNothingThenUndo() {
    String before = stack.onServer(STATE);
    Bench.Operation first = operation();
    PlanSummary plan = first.plan(stack.input("8081", "sleep 1000", ""));

    assertThat(first.applyAll(plan))
        .allMatch(outcome -> outcome.result() == Result.APPLIED)
        .hasSize(4);

    assertThat(stack.onServer("docker ps --format '{{.Names}}' | sort"))
        .isEqualTo("shop-api\nshop-data\nshop-web");
    assertThat(stack.hardening("shop-web"))
        .isEqualTo(
            "ro=true drop=[ALL] add=<no value> opt=[no-new-privileges] user=1001:1001 privileged=false memory=536870912 reserved=268435456"
                + " cpus=500000000 shares=256 pids=200 restart=unless-stopped log=json-file 10m 3 net=shop-edge pid= ipc=private"
                + " tmpfs=/run rw,noexec,nosuid,nodev,size=10m,mode=1777 /tmp rw,noexec,nosuid,nodev,size=50m,mode=1777"
                + " /var/cache rw,noexec,nosuid,nodev,size=50m,mode=1777");
    assertThat(stack.hardening("shop-data")).contains("NET_BIND_SERVICE] opt");
    assertThat(stack.onServer("docker inspect -f '{{.Config.Healthcheck}}' shop-api"))
        .contains("test -e /tmp/ready", "30s 10s 0s 3");
    assertThat(stack.inside("shop-web", "touch /x || touch /tmp/x && echo $((1 + 1))"))
        .endsWith("2");
    assertThat(stack.reaches("shop-web", "api")).isTrue();
    assertThat(stack.reaches("shop-web", "data")).isFalse();
    assertThat(stack.reaches("shop-api", "data")).isTrue();

    assertThat(stack.inside("shop-data", "cat /data/rows")).isEqualTo("key swordfish-7");
    Plan stored = first.stored(plan);
    assertThat(JsonPayloads.write(stored))
        .contains("secret://row-key@1")
        .doesNotContain("swordfish");
    assertThat(stack.onServer("docker inspect -f '{{json .Config.Labels}}' shop-data"))
        .doesNotContain("swordfish");

    String deployed = stack.onServer(IDS);
    assertThat(plan(stack.input("8081", "sleep 1000", "")).changes()).isZero();
    assertThat(stack.onServer(IDS)).isEqualTo(deployed);

    Bench.Operation undo = bench.operation(SERVER, "undo");
    undo.applyAll(undo.plan("{\"operation\": \"%s\"}".formatted(first.id)));
    assertThat(stack.onServer(STATE)).isEqualTo(before);
  }

  @Test
  void shouldGoBackToTheOldVersionWithItsRows() {
    deploy("sleep 1000", "");
    stack.inside("shop-data", "echo row >>/data/rows");
    String deployed = stack.onServer(IDS);

    Bench.Operation broken = operation();
    ApplyOutcome outcome =
        broken.apply(
            broken.plan(stack.input("8081", "sleep 1000", "echo this is why; exit 3")),
            "tool-data",
            1);
    broken.end();

    assertThat(outcome.result()).isEqualTo(Result.FAILED);
    assertThat(outcome.exitCode()).isEqualTo(ChangeActivities.FINAL_EXIT_CODE);
    assertThat(outcome.message())
        .contains("this is why", "shop-data: it does not stay up", "of before runs again");
    assertThat(stack.onServer(IDS)).isEqualTo(deployed);
    assertThat(stack.inside("shop-data", "cat /data/rows")).endsWith("row");
    assertThat(plan(stack.input("8081", "sleep 1000", "")).changes()).isZero();
  }

  @Test
  void shouldGoBackWhenItIsNotHealthyInTime() {
    deploy("sleep 1000", "");
    String deployed = stack.onServer(IDS);
    Bench.Operation operation = operation();
    PlanSummary plan = operation.plan(stack.input("8081", "sleep 1001", ""));

    String script = StackFixture.script(operation.stored(plan), "tool-web");
    String output =
        stack.run(
            script
                .replace("within=300", "within=3")
                .replace("health=''", "health='test -e /never'"));

    assertThat(output).contains("not healthy within 3 s", "of before runs again");
    assertThat(stack.onServer(IDS)).isEqualTo(deployed);
    assertThat(stack.running("shop-web")).isTrue();
  }

  @Test
  void shouldEndWithOneContainerHoweverItIsInterrupted() {
    deploy("sleep 1000", "");
    String old = stack.id("shop-web");
    Bench.Operation killed = operation();
    PlanSummary plan = killed.plan(stack.input("8081", "sleep 1001", ""));
    var applied = CompletableFuture.supplyAsync(() -> killed.apply(plan, "tool-web", 1));
    stack.await("docker ps --format '{{.Names}}' | grep -x shop-web.new");
    stack.onServer("systemctl kill --signal=KILL 'holdfast-run-%s.*'".formatted(killed.id));

    assertThat(applied.join().result()).isEqualTo(Result.INTERRUPTED);
    assertThat(plan(stack.input("8081", "sleep 1000", "")).changes()).isEqualTo(1);
    assertThat(killed.apply(plan, "tool-web", 2).result()).isEqualTo(Result.APPLIED);
    String made = stack.id("shop-web");
    assertThat(killed.apply(plan, "tool-web", 2).result()).isEqualTo(Result.APPLIED);
    killed.end();

    assertThat(stack.id("shop-web")).isEqualTo(made).isNotEqualTo(old);
    assertThat(stack.onServer("docker ps -a --format '{{.Names}}' | grep shop-web"))
        .isEqualTo("shop-web");
  }

  @Test
  void shouldStartTheOldOneAgainWhenItIsCancelled() {
    deploy("sleep 1000", "");
    String deployed = stack.onServer(IDS);
    Bench.Operation cancelled = operation();
    PlanSummary plan = cancelled.plan(stack.input("8081", "sleep 1001", ""));
    var applied = CompletableFuture.supplyAsync(() -> cancelled.apply(plan, "tool-web", 1));
    stack.await("docker ps --format '{{.Names}}' | grep -x shop-web.new");
    // As the end of an operation does it.
    stack.onServer("systemctl stop 'holdfast-run-%s.*'".formatted(cancelled.id));

    assertThat(applied.join().result()).isNotEqualTo(Result.APPLIED);
    cancelled.end();
    stack.await("docker ps --format '{{.Names}}' | grep -x shop-web");
    stack.await("! docker inspect shop-web.new");
    assertThat(stack.onServer(IDS)).isEqualTo(deployed);
  }

  @Test
  void shouldRefuseBeforeAnythingIsMade() {
    stack.onServer(
        """
        mkdir -p /srv/fine; ln -sfn /etc /srv/link
        docker run -d --name shop-api %s sleep 1000
        systemctl is-active -q port8081 || systemd-run -q --unit port8081 perl -MIO::Socket::INET -e \
          '$$s = IO::Socket::INET->new(Listen => 1, LocalPort => 8081) or die; sleep 1000'
        """
            .formatted(stack.image()));
    stack.await("ss -Hltn | grep :8081");
    String before = stack.onServer(STATE);

    PlanSummary plan =
        plan(
            """
            {"stack": "shop", "tools": {
              "api": {"image": "%1$s", "volumes": ["/srv/link:/a", "/var:/b:ro", "/srv/none:/c", "/srv/fine:/d"]},
              "web": {"image": "%1$s", "ports": ["127.0.0.1:8081:80", "8082:81"]}}}
            """
                .formatted(stack.image()));

    assertThat(plan.refusals())
        .hasSize(5)
        .anySatisfy(why -> assertThat(why).contains("/srv/link leads to /etc"))
        .anySatisfy(why -> assertThat(why).contains("/var is, lies in or contains"))
        .anySatisfy(why -> assertThat(why).contains("/srv/none is not on the server"))
        .anySatisfy(why -> assertThat(why).contains("container:shop-api is there already"))
        .anySatisfy(why -> assertThat(why).contains("tools.web.ports: port 8081", "perl"));
    assertThat(stack.onServer(STATE)).isEqualTo(before);
    stack.onServer("systemctl stop port8081");
  }

  @Test
  void shouldSayThatTheRegistryIsDownAndChangeNothing() {
    String before = stack.onServer(STATE);
    Bench.Operation operation = operation();
    PlanSummary plan =
        operation.plan(
            "{\"stack\": \"shop\", \"tools\": {\"web\": {\"image\": \"127.0.0.1:1/web@sha256:%s\"}}}"
                .formatted("a".repeat(64)));

    ApplyOutcome outcome = operation.apply(plan, "images", 1);
    operation.end();

    assertThat(outcome.result()).isEqualTo(Result.FAILED);
    assertThat(outcome.message())
        .contains("127.0.0.1:1/web@sha256", "cannot be pulled: the registry cannot be reached");
    assertThat(stack.onServer(STATE)).isEqualTo(before);
  }

  private static Bench.Operation operation() {
    return bench.operation(SERVER, "deploy-stack");
  }

  private static PlanSummary plan(String input) {
    return operation().plan(input);
  }

  private static void deploy(String web, String data) {
    Bench.Operation operation = operation();
    assertThat(operation.applyAll(operation.plan(stack.input("8081", web, data))))
        .allMatch(outcome -> outcome.result() == Result.APPLIED);
  }
}
