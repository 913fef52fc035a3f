package dev.holdfast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.temporal.TemporalConnection;
import dev.holdfast.standalone.database.PostgresServer;
import dev.holdfast.standalone.home.HomeJson;
import dev.holdfast.standalone.home.RolePasswords;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * One operation that changes as many servers as {@code -Dholdfast.scale=10000} says, each under a
 * lease, on the real Temporal, PostgreSQL and API. The servers are simulated.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(named = "holdfast.scale", matches = "[1-9][0-9]*")
final class FleetScaleIT {
  private static final int SERVERS = Integer.getInteger("holdfast.scale", 0);
  private static final int AT_A_TIME = 50;
  private static final Duration BOUND = Duration.ofMinutes(15);
  private static final Duration ANSWER = Duration.ofMillis(100);
  private static final Duration EVERY = Duration.ofSeconds(2);

  /** Of Temporal's 51,200 events a run a tenth is not reached. */
  private static final long MOST_EVENTS = 4_096;

  /** Of the heap in use, beyond what it was when a tenth was done. */
  private static final long GROWTH = 16L << 20;

  private StandaloneProcess standalone;

  @BeforeAll
  void bringUp(@TempDir Path directory) throws Exception {
    standalone = EndToEnd.platform(directory, "--no-worker");
    PlatformConfig.Database database = PlatformConfig.read(standalone.home().root()).database();
    try (Connection connection =
            DriverManager.getConnection(
                database.url(), PostgresServer.OWNER, RolePasswords.of(standalone.home()).owner());
        PreparedStatement insert =
            connection.prepareStatement(
                """
                insert into servers (name, address, port, user_name, agent, host_keys, labels, organisation_id)
                select 'sim-' || lpad(n::text, 5, '0'), '127.0.0.1', 1, 'nobody', '/nowhere',
                  '[{"type": "ssh-ed25519", "key": "AAAA"}]', '{"simulated": "yes"}', 'default'
                from generate_series(1, ?) n
                """)) {
      insert.setInt(1, SERVERS);
      assertThat(insert.executeUpdate()).isEqualTo(SERVERS);
    }
  }

  @AfterAll
  void bringDown() throws Exception {
    StandaloneProcess.succeeded(standalone.run("down"));
  }

  @Test
  void shouldStayQuickAndSmallHoweverManyServersThereAre() throws Exception {
    SimulatedServers servers = new SimulatedServers();
    List<Long> answers = new ArrayList<>();
    List<Long> heap = new ArrayList<>();
    try (ChaosApi api = new ChaosApi(standalone.home().root());
        SimulatedWorker worker =
            new SimulatedWorker(PlatformConfig.read(standalone.home().root()), servers)) {
      long began = System.nanoTime();
      ObjectNode request = HomeJson.MAPPER.createObjectNode();
      request.put("type", "exec").put("selector", "simulated=yes").put("concurrency", AT_A_TIME);
      request.putObject("input").putArray("command").add("true");
      ChaosApi.Answer started = api.post("/operations", request, "scale", null);
      assertThat(started.status()).as(started.toString()).isEqualTo(202);
      String id = started.body().path("id").asText();
      JsonNode now = started.body();
      while (!now.hasNonNull("endedAt")) {
        TimeUnit.MILLISECONDS.sleep(EVERY.toMillis());
        long asked = System.nanoTime();
        now = api.get("/operations/" + id);
        answers.add(Duration.ofNanos(System.nanoTime() - asked).toMillis());
        if (servers.ran() * 10L / SERVERS > heap.size()) {
          heap.add(inUse());
          System.out.printf(
              "%d of %d after %d s, heap %d MB%n",
              servers.ran(), SERVERS, seconds(began), heap.getLast() >> 20);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began))
            .as(now.toString())
            .isLessThan(BOUND);
      }
      List<Long> sorted = answers.stream().sorted().toList();
      long p95 = sorted.get(Math.max(0, sorted.size() * 95 / 100 - 1));
      System.out.printf("%d servers in %d s, answers p95 %d ms%n", SERVERS, seconds(began), p95);

      assertThat(now.path("state").asText()).as(now.toString()).isEqualTo("succeeded");
      assertThat(now.path("progress").path("succeeded").asInt()).isEqualTo(SERVERS);
      assertThat(servers.ran()).isEqualTo(SERVERS);
      assertThat(servers.runs()).as("none twice").isEqualTo(SERVERS);
      assertThat(runs(worker.temporal(), id))
          .allSatisfy(run -> assertThat(run.getHistoryLength()).isLessThan(MOST_EVENTS));
      assertThat(p95).as("ms for ops show").isLessThan(ANSWER.toMillis());
      if (heap.size() > 1) {
        assertThat(heap.getLast()).as(heap.toString()).isLessThan(heap.getFirst() + GROWTH);
      }
    }
  }

  private static long seconds(long since) {
    return Duration.ofNanos(System.nanoTime() - since).toSeconds();
  }

  private static long inUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static List<WorkflowExecutionInfo> runs(TemporalConnection temporal, String id) {
    return temporal
        .service()
        .blockingStub()
        .listWorkflowExecutions(
            ListWorkflowExecutionsRequest.newBuilder()
                .setNamespace(temporal.client().getOptions().getNamespace())
                .setQuery("WorkflowId = '" + id + "'")
                .build())
        .getExecutionsList();
  }
}
