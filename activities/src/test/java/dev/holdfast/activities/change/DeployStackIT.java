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
import dev.holdfast.schemas.failure.Component;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A stack of three tools on a real server with an engine of its own. */
@LabTest(docker = true)
class DeployStackIT {
  private static final String SERVER = "docker-1";
  private static final String STATE =
      "docker ps -a --format '{{.Names}}' | sort; docker network ls --format '{{.Name}}' | sort; docker volume ls -q | sort";
  private static final String IDS = "docker ps -aq --no-trunc | sort";
  private static final String RUNS = "trap exit TERM";

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

  @Test
  void shouldDeployHardenedThenChangeNothingThenUndo() {
    String before = stack.onServer(STATE);
    Bench.Operation first = operation();
    PlanSummary plan = first.plan(stack.three("sleep 1000"));

    assertThat(first.applyAll(plan))
        .allMatch(outcome -> outcome.result() == Result.APPLIED)
        .hasSize(4);

    assertThat(stack.onServer("docker ps --format '{{.Names}}' | grep ^shop | sort"))
        .isEqualTo("shop-api\nshop-data\nshop-web");
    assertThat(stack.hardening("shop-web"))
        .isEqualTo(
            "ro=true drop=[ALL] add=<no value> opt=[no-new-privileges] user=1001:1001 privileged=false memory=536870912 reserved=268435456"
                + " cpus=500000000 shares=256 pids=200 restart=unless-stopped log=json-file 10m 3 net=shop-edge pid= ipc=private"
                + " tmpfs=/run rw,noexec,nosuid,nodev,size=10m,mode=1777,uid=1001,gid=1001 /tmp rw,noexec,nosuid,nodev,size=50m,mode=1777,uid=1001,gid=1001"
                + " /var/cache rw,noexec,nosuid,nodev,size=50m,mode=1777,uid=1001,gid=1001");
    assertThat(stack.hardening("shop-data")).contains("NET_BIND_SERVICE] opt");
    assertThat(stack.onServer("docker inspect -f '{{.Config.Healthcheck}}' shop-api"))
        .contains("test -e /tmp/ready", "30s 10s 0s 3");
    assertThat(stack.inside("shop-web", "touch /x || touch /tmp/x && echo $((1 + 1))"))
        .endsWith("2");
    assertThat(stack.reaches("shop-web", "api")).isTrue();
    assertThat(stack.reaches("shop-web", "data")).isFalse();
    assertThat(stack.reaches("shop-api", "data")).isTrue();

    assertThat(stack.escapes("shop-web")).isEqualTo(StackFixture.NO_ESCAPE);
    assertThat(stack.inside("shop-data", "cat /data/rows")).isEqualTo("key swordfish-7");
    Plan stored = first.stored(plan);
    assertThat(JsonPayloads.write(stored))
        .contains("secret://row-key@1")
        .doesNotContain("swordfish");
    assertThat(stack.onServer("docker inspect -f '{{json .Config.Labels}}' shop-data"))
        .doesNotContain("swordfish");

    String deployed = stack.onServer(IDS);
    assertThat(plan(stack.three("sleep 1000")).changes()).isZero();
    assertThat(stack.onServer(IDS)).isEqualTo(deployed);

    removedAndBack();
    undone(first);
    assertThat(stack.onServer(STATE)).isEqualTo(before);
  }

  /** Without its volumes, dependents first, and then as it was. */
  private static void removedAndBack() {
    String there = stack.onServer(STATE);
    Bench.Operation removal = bench.operation(SERVER, "remove-stack");
    PlanSummary plan = removal.plan("{\"stack\": \"shop\"}");

    assertThat(plan.warnings())
        .singleElement()
        .asString()
        .contains("volume shop-rows", "--volumes");
    assertThat(removal.applyAll(plan)).allMatch(outcome -> outcome.result() == Result.APPLIED);
    assertThat(stack.onServer("docker ps -aq --filter label=dev.holdfast.stack=shop")).isEmpty();
    assertThat(stack.onServer("docker network ls -q --filter label=dev.holdfast.stack=shop"))
        .isEmpty();
    assertThat(stack.onServer("docker volume ls -q")).contains("shop-rows");
    PlanSummary gone = bench.operation(SERVER, "remove-stack").plan("{\"stack\": \"shop\"}");
    assertThat(gone.refusals()).isEmpty();
    assertThat(gone.changes()).isZero();

    undone(removal);
    assertThat(stack.onServer(STATE)).isEqualTo(there);
    assertThat(stack.reaches("shop-api", "data")).isTrue();
    assertThat(stack.reaches("shop-web", "data")).isFalse();
  }

  private static void undone(Bench.Operation operation) {
    Bench.Operation undo = bench.operation(SERVER, "undo");
    assertThat(undo.applyAll(undo.plan("{\"operation\": \"%s\"}".formatted(operation.id))))
        .allMatch(outcome -> outcome.result() == Result.APPLIED);
  }

  @Test
  void shouldTakeOverTheDataOfAnExistingSetUpOnlyWhenAsked() {
    stack.onServer(
        "docker volume create log-data && cd $(docker volume inspect -f '{{.Mountpoint}}' log-data) && echo old >row && chown -R 1001:1001 .");
    String before = stack.onServer(STATE);

    PlanSummary kept = plan(stack.existing("old", false));
    assertThat(kept.changes()).isZero();
    assertThat(kept.refusals()).isEmpty();
    assertThat(kept.warnings())
        .containsExactly(
            "log is not deployed, because its data volume log-data is there already; deploy it with --redeploy");

    Bench.Operation asked = operation();
    assertThat(asked.applyAll(asked.plan(stack.existing("old", true))))
        .allMatch(outcome -> outcome.result() == Result.APPLIED)
        .hasSize(1);
    assertThat(stack.inside("security-log", "cat /data/row")).isEqualTo("old");
    assertThat(plan(stack.existing("old", false)).warnings()).isNull();
    assertThat(plan(stack.existing("new", false)).warnings()).hasSize(1);

    undone(asked);
    PlanSummary gone = bench.operation(SERVER, "remove-stack").plan("{\"stack\": \"siem\"}");
    assertThat(gone.refusals()).isEmpty();
    assertThat(gone.changes()).isZero();
    assertThat(stack.onServer(STATE)).isEqualTo(before);
    stack.onServer(
        "docker volume rm log-data; docker volume create -o type=none -o o=bind -o device=/etc log-data");
    assertThat(plan(stack.existing("old", true)).refusals())
        .singleElement()
        .asString()
        .contains("volume:log-data is there already and does not belong");
    stack.onServer("docker volume rm log-data");
  }

  @Test
  void shouldRunTheRegistryOfTheCatalogueAndDeployFromIt() {
    String before = stack.onServer(STATE);
    Bench.Operation registry = operation();
    assertThat(registry.applyAll(registry.plan(CatalogueTool.input("registry", stack.registry()))))
        .allMatch(outcome -> outcome.result() == Result.APPLIED);
    assertThat(stack.hardening("registry-registry"))
        .contains("ro=true drop=[ALL] add=<no value> opt=[no-new-privileges] user=1001:1001");

    String pushed =
        stack.onServer(
            "docker tag stack-tree 127.0.0.1:5000/tree:1 && docker push -q 127.0.0.1:5000/tree:1 >&2 && docker inspect -f '{{index .RepoDigests 0}}' 127.0.0.1:5000/tree:1 && docker rmi 127.0.0.1:5000/tree:1 >&2");
    Bench.Operation from = operation();
    String input = stack.one(RUNS).replace("\"one\"", "\"pulled\"").replace(stack.image(), pushed);
    assertThat(from.applyAll(from.plan(input)))
        .allMatch(outcome -> outcome.result() == Result.APPLIED);
    assertThat(stack.running("pulled-web")).isTrue();

    undone(from);
    undone(registry);
    assertThat(stack.onServer(STATE)).isEqualTo(before);
  }

  @Test
  void shouldGoBackToTheOldVersionWithItsRows() {
    deployed(RUNS);
    stack.inside("one-web", "echo row >>/data/rows");
    String there = stack.onServer(IDS);
    String unchecked =
        stack
            .one("sleep 3; echo this is why; exit 3")
            .replace("\"healthcheck\": \"test -e /tmp/ready\",", "");

    Bench.Operation broken = operation();
    PlanSummary plan = broken.plan(unchecked);
    ApplyOutcome outcome = broken.apply(plan, "tool-web", 1);
    broken.end();

    assertThat(outcome.result()).isEqualTo(Result.FAILED);
    assertThat(outcome.exitCode()).isEqualTo(ChangeActivities.FINAL_EXIT_CODE);
    assertThat(outcome.message())
        .contains("this is why", "one-web: it does not stay up", "of before runs again");
    assertThat(Objects.requireNonNull(outcome.origin()).service()).isEqualTo("one-web");
    assertThat(outcome.origin().component()).isEqualTo(Component.DOCKER);
    assertThat(outcome.origin().state()).isIn("exited", "restarting", "running");
    assertThat(stack.onServer(IDS)).isEqualTo(there);
    assertThat(stack.inside("one-web", "cat /data/rows")).endsWith("row");
    assertThat(plan(stack.one(RUNS)).changes()).isZero();
  }

  @Test
  void shouldGoBackWhenItIsNotHealthyInTimeOrOnlyForAMoment() {
    deployed(RUNS);
    String there = stack.onServer(IDS);
    Bench.Operation operation = operation();
    PlanSummary loops = operation.plan(stack.one("touch /tmp/ready; sleep 1; exit 3"));
    assertThat(operation.apply(loops, "tool-web", 1).message())
        .contains("one-web: it does not stay up", "of before runs again");
    assertThat(stack.onServer(IDS)).isEqualTo(there);

    PlanSummary late = operation.plan(stack.one("sleep 60"));
    String script = StackFixture.script(operation.stored(late), "tool-web");
    assertThat(stack.run(script.replace("within=300", "within=1")))
        .contains("not healthy within 1 s", "of before runs again");
    operation.end();
    assertThat(stack.onServer(IDS)).isEqualTo(there);
    assertThat(stack.running("one-web")).isTrue();
  }

  @Test
  void shouldEndWithOneContainerHoweverItIsInterrupted() {
    deployed(RUNS);
    String old = stack.id("one-web");
    Bench.Operation killed = operation();
    PlanSummary plan = killed.plan(stack.one("trap exit TERM HUP"));
    var applied = CompletableFuture.supplyAsync(() -> killed.apply(plan, "tool-web", 1));
    stack.await("docker ps --format '{{.Names}}' | grep -x one-web.new");
    stack.onServer("systemctl kill --signal=KILL 'holdfast-run-%s.*'".formatted(killed.id));

    assertThat(applied.join().result()).isEqualTo(Result.INTERRUPTED);
    assertThat(stack.running("one-web")).isFalse();
    assertThat(plan(stack.one(RUNS)).changes()).isEqualTo(1);
    // Another version, which does not work: what ran before both of them is to run again.
    PlanSummary broken = killed.plan(stack.one("exit 4"));
    assertThat(killed.apply(broken, "tool-web", 2).message()).contains("of before runs again");
    assertThat(stack.id("one-web")).isEqualTo(old);
    assertThat(stack.running("one-web")).isTrue();

    assertThat(killed.apply(plan, "tool-web", 3).result()).isEqualTo(Result.APPLIED);
    String made = stack.id("one-web");
    // As a run that ends between the removal of the old one and the new one's name leaves it.
    stack.onServer("docker stop one-web && docker rename one-web one-web.proven");
    PlanSummary unfinished = killed.plan(stack.one("trap exit TERM HUP"));
    assertThat(unfinished.changes()).isEqualTo(1);
    assertThat(killed.apply(unfinished, "tool-web", 4).result()).isEqualTo(Result.APPLIED);
    killed.end();

    assertThat(stack.id("one-web")).isEqualTo(made).isNotEqualTo(old);
    assertThat(stack.onServer("docker ps -a --format '{{.Names}}' | grep one-web"))
        .isEqualTo("one-web");
  }

  @Test
  void shouldStartTheOldOneAgainWhenItIsCancelledWhileItStops() {
    deployed("trap '' TERM");
    String there = stack.onServer(IDS);
    String started = stack.onServer("docker inspect -f '{{.State.StartedAt}}' one-web");
    Bench.Operation cancelled = operation();
    PlanSummary plan = cancelled.plan(stack.one(RUNS));
    var applied = CompletableFuture.supplyAsync(() -> cancelled.apply(plan, "tool-web", 1));
    stack.await("pgrep -f '^docker stop .*one-web'");
    // As the end of an operation does it.
    stack.onServer("systemctl stop 'holdfast-run-%s.*'".formatted(cancelled.id));

    assertThat(applied.join().result()).isNotEqualTo(Result.APPLIED);
    cancelled.end();
    stack.await("! systemctl is-active holdfast-restore-one-web && ! docker inspect one-web.new");
    assertThat(stack.onServer(IDS)).isEqualTo(there);
    assertThat(stack.running("one-web")).isTrue();
    // The stop of the engine itself would have ended it later, had it not been waited for.
    assertThat(stack.onServer("docker inspect -f '{{.State.StartedAt}}' one-web"))
        .isNotEqualTo(started);
    stack.onServer("docker rm -f one-web");
  }

  @Test
  void shouldTakeAStoppedEngineForNoProofThatAThingIsGone() {
    stack.onServer("docker rm -fv one-web; docker volume rm -f one-rows");
    Bench.Operation first = deployed(RUNS);
    String deployed = stack.onServer(STATE);
    String undone = "{\"operation\": \"%s\"}".formatted(first.id);
    Bench.Operation undo = bench.operation(SERVER, "undo");
    String removal = StackFixture.script(undo.stored(undo.plan(undone)), "undo-1");
    Bench.Operation change = operation();
    PlanSummary changing = change.plan(stack.one("trap exit TERM HUP"));
    String making = StackFixture.script(change.stored(changing), "tool-web");

    stack.onServer(
        """
        systemctl stop docker.socket docker
        mkdir -p /mnt/engine/x && printf '{"data-root": "/mnt/engine"}' >/etc/docker/daemon.json
        """);
    assertThat(plan(stack.one(RUNS)).refusals())
        .singleElement()
        .asString()
        .contains("docker does not answer");
    assertThat(undo.plan(undone).refusals())
        .isNotEmpty()
        .allSatisfy(why -> assertThat(why).contains("docker does not answer"));
    for (String script : List.of(removal, making)) {
      assertThat(stack.run("patience=1\n" + script))
          .contains("docker does not answer")
          .endsWith("ended with 75");
    }

    // With its data elsewhere for a moment: no container may see that, either.
    stack.onServer("systemctl reset-failed docker; systemctl start docker");
    assertThat(
            plan("{\"stack\": \"other\", \"tools\": {\"web\": {\"image\": \"%s\", \"volumes\": [\"/mnt/engine/x:/x\"]}}}"
                    .formatted(stack.image()))
                .refusals())
        .singleElement()
        .asString()
        .contains("is, lies in or contains /mnt/engine,");
    stack.onServer(
        "systemctl stop docker.socket docker; rm -r /etc/docker/daemon.json /mnt/engine; systemctl reset-failed docker; systemctl start docker.socket docker");
    assertThat(stack.onServer(STATE)).isEqualTo(deployed);

    var applied = CompletableFuture.supplyAsync(() -> change.apply(changing, "tool-web", 1));
    stack.await("[ \"$(docker inspect -f '{{.State.Running}}' one-web.new)\" = true ]");
    stack.onServer("systemctl reset-failed docker; systemctl restart docker");
    if (applied.join().result() != Result.APPLIED) {
      assertThat(applied.join().exitCode()).isEqualTo(75);
      assertThat(change.apply(changing, "tool-web", 2).result()).isEqualTo(Result.APPLIED);
    }
    change.end();
    assertThat(stack.onServer(STATE)).isEqualTo(deployed);
  }

  @Test
  void shouldRefuseBeforeAnythingIsMade() {
    stack.onServer(
        """
        mkdir -p /srv/fine /srv/loose/in /srv/home/www /srv/e /srv/chroot/etc /srv/engine /srv/sockets
        ln -sfn /etc /srv/link; chmod 777 /srv/loose
        id ada >/dev/null 2>&1 || useradd --home-dir /srv/home --shell /bin/bash ada; chown ada /srv/home
        for at in /srv/e /srv/chroot/etc; do mountpoint -q $at || mount --bind /etc $at; done
        mountpoint -q /srv/engine || mount --bind /var/lib/docker/volumes /srv/engine
        systemctl is-active -q listens || systemd-run -q --unit listens perl -MIO::Socket::UNIX -e \
          '$$s = IO::Socket::UNIX->new(Listen => 1, Local => "/srv/sockets/root") or die; sleep 1000'
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
              "api": {"image": "%1$s", "volumes": ["/srv/link:/a", "/var:/b:ro", "/srv/none:/c", "/srv/fine:/d",
                "/srv/loose/in:/e", "/srv/home:/f", "/srv/home/www:/g", "/srv/e:/h", "/srv/chroot:/i", "/srv/engine:/j", "/srv/sockets:/k",
                "/srv/sockets/root:/l", "/var/lib/dpkg:/m", "/run/dbus:/n"]},
              "web": {"image": "%1$s", "ports": ["127.0.0.1:8081:80", "8082:81"]}}}
            """
                .formatted(stack.image()));

    assertThat(plan.refusals())
        .hasSize(15)
        .anySatisfy(why -> assertThat(why).contains("/srv/link leads to /etc"))
        .anySatisfy(why -> assertThat(why).contains("/var is, lies in or contains"))
        .anySatisfy(why -> assertThat(why).contains("/srv/loose/in lies in /srv/loose, which"))
        .anySatisfy(why -> assertThat(why).contains("/srv/home is, lies", "contains /srv/home/.*"))
        .anySatisfy(why -> assertThat(why).contains("/srv/home/www lies in /srv/home, which"))
        .anySatisfy(why -> assertThat(why).contains("/srv/e is, lies in or contains /etc"))
        .anySatisfy(why -> assertThat(why).contains("/srv/chroot is, lies in or contains /etc"))
        .anySatisfy(why -> assertThat(why).contains("/srv/engine is, lies", "/var/lib"))
        .anySatisfy(why -> assertThat(why).contains("/srv/sockets is, lies", "/srv/sockets/root"))
        .anySatisfy(why -> assertThat(why).contains("/srv/sockets/root is, lies"))
        .anySatisfy(why -> assertThat(why).contains("/var/lib/dpkg is, lies"))
        .anySatisfy(why -> assertThat(why).contains("/run/dbus"))
        .anySatisfy(why -> assertThat(why).contains("/srv/none is not on the server"))
        .anySatisfy(why -> assertThat(why).contains("container:shop-api is there already"))
        .anySatisfy(why -> assertThat(why).contains("tools.web.ports: port 8081", "perl"));
    assertThat(stack.onServer(STATE)).isEqualTo(before);
    stack.onServer(
        """
        docker rm -f shop-api; systemctl stop port8081 listens; umount /srv/e /srv/chroot/etc /srv/engine; userdel ada
        rm -rf /srv/link /srv/fine /srv/loose /srv/home /srv/e /srv/chroot /srv/engine /srv/sockets
        """);
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

  @Test
  void shouldSayWhatTheRegistryRefusesAndChangeNothing() {
    stack.registryThatRefuses();
    String before = stack.onServer(STATE);

    assertThat(pulled("locked")).contains("log in to the registry on the server");
    assertThat(pulled("none")).contains("the registry has no such image");
    assertThat(pulled("other")).contains("the registry sent something else");
    assertThat(pulled("cut")).contains("the registry cannot be reached");

    assertThat(stack.onServer(STATE)).isEqualTo(before);
    stack.onServer("systemctl stop refusing");
  }

  @Test
  void shouldSayWhatEndsAPullHalfWayAndLeaveNothingOfIt() {
    stack.registryThatRefuses();
    String left = STATE + "; docker image ls -aq | sort -u; find /var/lib/docker/tmp -type f";
    String digest = stack.onServer("sha256sum /srv/image/manifest | cut -c1-64");
    String before = stack.onServer(left);

    // Docker itself tries a layer again for a minute; this one does not until it is restarted.
    stack.onServer(
        "echo '{\"max-download-attempts\": 1}' >/etc/docker/daemon.json; systemctl reset-failed docker; systemctl restart docker; rm /etc/docker/daemon.json");
    assertThat(pulled("half", digest))
        .contains("the registry cannot be reached any more, the connection was cut")
        .doesNotContain("docker does not answer");

    Bench.Operation operation = operation();
    String script =
        StackFixture.script(operation.stored(operation.plan(of("stalled", digest))), "images");
    assertThat(stack.run(script.replace("pull=840", "pull=3")))
        .contains("cannot be pulled: it did not arrive within 3 s")
        .endsWith("ended with 75");

    stack.onServer("mount -t tmpfs -o size=1m full /var/lib/docker/tmp");
    try {
      assertThat(pulled("whole", digest))
          .contains("cannot be pulled: the disk is full; remove what is not used");
    } finally {
      stack.onServer("umount /var/lib/docker/tmp || umount -l /var/lib/docker/tmp");
    }
    stack.await("[ -z \"$(find /var/lib/docker/tmp -type f)\" ]");
    assertThat(stack.onServer(left)).isEqualTo(before);
    stack.onServer("systemctl stop refusing");
  }

  @Test
  void shouldLeaveAStackWhoseVolumeIsInUseByAnother() {
    stack.onServer("docker rm -fv one-web 2>&1; docker volume rm -f one-rows");
    Bench.Operation first = deployed(RUNS);
    String undone = "{\"operation\": \"%s\"}".formatted(first.id);
    Bench.Operation late = bench.operation(SERVER, "undo");
    PlanSummary planned = late.plan(undone);
    stack.onServer(
        "docker run -d --name another -v one-rows:/rows %s sleep 1000".formatted(stack.image()));
    String before = stack.onServer(STATE);

    assertThat(bench.operation(SERVER, "undo").plan(undone).refusals())
        .singleElement()
        .asString()
        .contains("volume:one-rows", "it is mounted by another, which the stack one does not have");
    assertThat(
            bench
                .operation(SERVER, "remove-stack")
                .plan("{\"stack\": \"one\", \"volumes\": true}")
                .refusals())
        .containsExactly(
            "the volume one-rows is mounted by another, which the stack does not have; remove that first, or leave --volumes out");
    assertThat(stack.onServer(STATE)).isEqualTo(before);

    // Whoever comes between the plan and its application is found by the engine.
    assertThat(late.applyAll(planned))
        .anySatisfy(outcome ->
            assertThat(outcome.message())
                .contains(
                    "the volume one-rows is in use; remove the containers that mount it first"));
    assertThat(stack.running("another")).isTrue();
    assertThat(stack.onServer("docker volume ls -q")).contains("one-rows");
    stack.onServer("docker rm -f another; docker volume rm one-rows");
  }

  private static String of(String image, String digest) {
    return "{\"stack\": \"shop\", \"tools\": {\"web\": {\"image\": \"127.0.0.1:5999/%s@sha256:%s\"}}}"
        .formatted(image, digest);
  }

  private static String pulled(String image) {
    return pulled(image, "a".repeat(64));
  }

  /** What is said where this image cannot be had. */
  private static String pulled(String image, String digest) {
    Bench.Operation operation = operation();
    PlanSummary plan = operation.plan(of(image, digest));
    ApplyOutcome outcome = operation.apply(plan, "images", 1);
    operation.end();
    assertThat(outcome.result()).isEqualTo(Result.FAILED);
    return String.valueOf(outcome.message());
  }

  private static Bench.Operation operation() {
    return bench.operation(SERVER, "deploy-stack");
  }

  private static PlanSummary plan(String input) {
    return operation().plan(input);
  }

  /** One tool is there that begins so; the operation that has made it so, if it had to. */
  private static Bench.Operation deployed(String begins) {
    Bench.Operation operation = operation();
    assertThat(operation.applyAll(operation.plan(stack.one(begins))))
        .allMatch(outcome -> outcome.result() == Result.APPLIED);
    return operation;
  }
}
