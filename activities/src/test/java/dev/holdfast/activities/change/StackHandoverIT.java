package dev.holdfast.activities.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import dev.holdfast.schemas.change.ChangeActivities.ApplyOutcome;
import dev.holdfast.schemas.change.ChangeActivities.Result;
import dev.holdfast.schemas.change.PlanSummary;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A tool behind HAProxy is replaced while a hundred requests a second are made to it. */
@LabTest(docker = true)
class StackHandoverIT {
  private static final String SERVER = "docker-1";

  private static Bench bench;
  private static StackFixture stack;
  private static ProxiedStack proxied;

  @BeforeAll
  static void start(Lab lab, List<LabServer> servers) throws IOException {
    bench = new Bench(servers);
    stack = new StackFixture(lab);
    proxied = new ProxiedStack(stack);
  }

  @AfterAll
  static void stop() throws IOException {
    bench.close();
  }

  @Test
  void shouldLoseNoRequestWhateverBecomesOfTheNewVersion() {
    Bench.Operation first = operation();
    PlanSummary plan = first.plan(proxied.version("v1"));
    assertThat(first.stored(plan).group("tool-web").changes())
        .singleElement()
        .asString()
        .contains("Make container edge-web");
    assertThat(first.applyAll(plan)).allMatch(outcome -> outcome.result() == Result.APPLIED);
    String old = stack.id("edge-web");
    String proxy = stack.id("edge-proxy");
    proxied.load();
    proxied.awaitAnswer("v1");

    Bench.Operation second = operation();
    PlanSummary better = second.plan(proxied.version("v2"));
    assertThat(second.stored(better).group("tool-web").changes())
        .singleElement()
        .asString()
        .contains("without a gap: edge-proxy sends to the new one once it works");
    assertThat(second.applyAll(better)).allMatch(outcome -> outcome.result() == Result.APPLIED);
    proxied.awaitAnswer("v2");
    Bench.Operation again = operation();
    PlanSummary nothing = again.plan(proxied.version("v2"));
    assertThat(again.stored(nothing).groups())
        .allSatisfy(group -> assertThat(group.changes()).isEmpty());
    String made = stack.id("edge-web");
    assertThat(made).isNotEqualTo(old);

    Bench.Operation broken = operation();
    ApplyOutcome outcome = broken.apply(broken.plan(proxied.broken()), "tool-web", 1);
    broken.end();
    assertThat(outcome.result()).isEqualTo(Result.FAILED);
    assertThat(outcome.message()).contains("edge-web: it does not stay up");
    assertThat(stack.id("edge-web")).isEqualTo(made);

    interrupted();
    Bench.Operation undo = bench.operation(SERVER, "undo");
    assertThat(undo.applyAll(undo.plan("{\"operation\": \"%s\"}".formatted(second.id))))
        .allMatch(one -> one.result() == Result.APPLIED);
    proxied.awaitAnswer("v1");

    assertThat(proxied.failed()).isEmpty();
    assertThat(stack.id("edge-proxy")).isEqualTo(proxy);
    assertThat(stack.onServer("docker ps -a --format '{{.Names}}' | grep ^edge- | sort"))
        .isEqualTo("edge-proxy\nedge-web");
  }

  /** Its process is killed while both run and the proxy sends to the new one already. */
  private static void interrupted() {
    Bench.Operation killed = operation();
    PlanSummary plan = killed.plan(proxied.version("v3"));
    var applied = CompletableFuture.supplyAsync(() -> killed.apply(plan, "tool-web", 1));
    proxied.awaitAnswer("v3");
    stack.onServer("systemctl kill --signal=KILL 'holdfast-run-%s.*'".formatted(killed.id));
    // It may have come to its end before.
    assertThat(applied.join().result()).isIn(Result.INTERRUPTED, Result.APPLIED);

    Bench.Operation back = operation();
    assertThat(back.apply(back.plan(proxied.version("v2")), "tool-web", 1).result())
        .isEqualTo(Result.APPLIED);
    killed.end();
    back.end();
    proxied.awaitAnswer("v2");
  }

  private static Bench.Operation operation() {
    return bench.operation(SERVER, "deploy-stack");
  }
}
