package dev.holdfast.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.containers.ContainerHistory;
import dev.holdfast.platform.containers.ContainerMonitors;
import dev.holdfast.platform.containers.ContainerObservations;
import dev.holdfast.platform.containers.ContainerObservations.Absent;
import dev.holdfast.platform.containers.ContainerSample;
import dev.holdfast.platform.operation.OperationFigures;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.operation.OperationActivities.OperationUpdate;
import dev.holdfast.schemas.operation.OperationState;
import io.micrometer.core.instrument.Metrics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

final class MetricsTest {

  @Test
  void shouldTellPrometheusWhatTheProcessMeasures() {
    Http owner = TestPlatform.get().owner();
    Metrics.counter("holdfast.journal.rounds", "server", "web-1", "verb", "run").increment();

    Http.Answer answer = owner.get("/metrics");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .contains("holdfast_journal_rounds_total{server=\"web-1\",verb=\"run\"} 1.0");
  }

  @Test
  void shouldCountRequestsByTheirEndpoint() {
    Http owner = TestPlatform.get().owner();
    owner.get("/api/v1/servers/metrics-none");
    owner.get("/nowhere/" + UUID.randomUUID());
    owner.as("wrong").get("/api/v1/servers");

    assertThat(owner.get("/metrics").body())
        .contains(
            "api_requests_total{endpoint=\"/api/v1/servers/{name}\",method=\"GET\",status=\"404\"}",
            "api_requests_total{endpoint=\"none\",method=\"GET\",status=\"401\"}",
            "api_request_duration_seconds_bucket{endpoint=\"/api/v1/servers/{name}\",method=\"GET\",le=\"0.2\"}")
        .doesNotContain("nowhere");
  }

  @Test
  void shouldSayWhatIsOpenAndWhatHasEnded() {
    TestPlatform platform = TestPlatform.get();
    Http owner = platform.owner();
    String server = "metrics-" + UUID.randomUUID().toString().substring(0, 8);
    owner.post("/api/v1/servers", Fixtures.server(server));
    String id =
        owner
            .post(
                "/api/v1/operations",
                Map.of("type", "reboot", "selector", server, "input", Map.of()))
            .text("id");

    assertThat(platform.part(OperationFigures.class).open())
        .anySatisfy(open -> assertThat(open.type()).isEqualTo("reboot"));
    Operations operations = platform.part(Operations.class);
    double before = ended();
    operations.recordOperation(new OperationUpdate(id, OperationState.FAILED, null, null));
    operations.recordOperation(new OperationUpdate(id, OperationState.FAILED, null, null));

    assertThat(ended()).isEqualTo(before + 1);
    assertThat(owner.get("/metrics").body())
        .contains("holdfast_approvals_waiting", "holdfast_approvals_oldest_seconds");
  }

  @Test
  void shouldShowWhatContainersUseUntilNobodyWatchesThemAnyMore() {
    TestPlatform platform = TestPlatform.get();
    Http owner = platform.owner();
    String server = "metrics-" + UUID.randomUUID().toString().substring(0, 8);
    owner.post("/api/v1/servers", Fixtures.server(server));
    String id = platform.part(Servers.class).find("default", server).orElseThrow().id();
    ContainerMonitors monitors = platform.part(ContainerMonitors.class);
    monitors.start("default", String.valueOf(id), "admin");
    new ContainerObservations(platform.part(Jdbi.class), platform.part(ContainerHistory.class))
        .record(
            monitors.find(String.valueOf(id)).orElseThrow(),
            Instant.now(),
            List.of(new ContainerSample("web", 70.0, 1_000L, 2_000, 3, null, null, null, 0, null)),
            List.of(),
            _ -> Absent.STAYS);
    monitors.watching(String.valueOf(id), null);

    String tags = "{container_name=\"web\",server=\"" + server + "\"} ";
    platform.part(ContainerMetrics.class).read();
    assertThat(owner.get("/metrics").body())
        .contains(
            "container_cpu_usage_percent" + tags + "70.0",
            "container_memory_usage_bytes" + tags + "1000.0",
            "container_processes" + tags + "3.0")
        .doesNotContain("container_connections" + tags);
    monitors.stop("default", String.valueOf(id));
    platform.part(ContainerMetrics.class).read();
    assertThat(owner.get("/metrics").body()).doesNotContain(tags);
  }

  private static double ended() {
    return Metrics.counter("holdfast.operations.ended", "type", "reboot", "state", "failed")
        .count();
  }
}
