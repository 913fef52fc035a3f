package dev.holdfast.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.operation.OperationFigures;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.schemas.operation.OperationActivities.OperationUpdate;
import dev.holdfast.schemas.operation.OperationState;
import io.micrometer.core.instrument.Metrics;
import java.util.Map;
import java.util.UUID;
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

  private static double ended() {
    return Metrics.counter("holdfast.operations.ended", "type", "reboot", "state", "failed")
        .count();
  }
}
