package dev.holdfast.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.holdfast.activities.trace.OperationTrace;
import dev.holdfast.platform.operation.OperationSettings;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Priority;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a collector hears. */
final class TracesTest {
  private static final Instant BEGAN = Instant.parse("2026-11-21T10:00:00Z");

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final HttpServer collector;

  TracesTest() throws Exception {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          // The bytes as hexadecimal digits, in which ids can be looked for.
          heard.add(HexFormat.of().formatHex(exchange.getRequestBody().readAllBytes()));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
  }

  @BeforeEach
  void begin() {
    GlobalOpenTelemetry.resetForTest();
    collector.start();
  }

  @AfterEach
  void end() {
    GlobalOpenTelemetry.resetForTest();
    collector.stop(0);
    System.clearProperty("otel.exporter.otlp.endpoint");
    System.clearProperty("otel.exporter.otlp.protocol");
    System.clearProperty("otel.traces.sampler");
    System.clearProperty("otel.bsp.schedule.delay");
  }

  @Test
  void shouldSendAnOperationAndItsPartsAsOneTraceWhereItIsToldTo() throws Exception {
    String endpoint = "http://127.0.0.1:" + collector.getAddress().getPort();
    System.setProperty("otel.exporter.otlp.endpoint", endpoint);
    System.setProperty("otel.bsp.schedule.delay", "50");
    assertThat(OperationTrace.tracer().isEnabled()).isFalse();
    GlobalOpenTelemetry.resetForTest();

    AutoCloseable traces = Traces.start(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint));
    assertThat(OperationTrace.tracer().isEnabled()).isTrue();
    Context trace = OperationTrace.of("op-1");
    Span step = OperationTrace.tracer().spanBuilder("step run").setParent(trace).startSpan();
    step.end();
    OperationTrace.ended(operation());

    Span root = Span.fromContext(trace);
    String traceId = root.getSpanContext().getTraceId();
    assertThat(step.getSpanContext().getTraceId()).isEqualTo(traceId);
    String all = "";
    while (!all.contains(hex("holdfast.operation.state"))) {
      String more = heard.poll(30, TimeUnit.SECONDS);
      assertThat(more).as("what the collector hears").isNotNull();
      all += more;
    }
    // The span's own id comes right after the trace's: field 2 with 8 bytes.
    assertThat(all)
        .contains(traceId + "1208" + root.getSpanContext().getSpanId())
        .contains(traceId + "1208" + step.getSpanContext().getSpanId())
        .contains(hex("holdfast-worker"))
        // What servers said is redacted where it is known what to look for, with the steps.
        .doesNotContain(hex("2 of 3 failed"));
    traces.close();
  }

  @Test
  void shouldDecideOfStepsAsOfTheirOperation() throws Exception {
    System.setProperty("otel.exporter.otlp.endpoint", "http://127.0.0.1:9");
    System.setProperty("otel.traces.sampler", "parentbased_always_off");

    try (AutoCloseable _ = Traces.start(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "x"))) {
      Context trace = OperationTrace.of("op-1");
      Span step = OperationTrace.tracer().spanBuilder("step run").setParent(trace).startSpan();

      assertThat(step.getSpanContext().isSampled()).isFalse();
    }
  }

  @Test
  void shouldSayWhatIsWrongWithTheVariables() {
    System.setProperty("otel.exporter.otlp.endpoint", "http://127.0.0.1:9");
    System.setProperty("otel.exporter.otlp.protocol", "grpc");

    assertThatThrownBy(() -> Traces.start(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("OTEL_")
        .hasMessageContaining("http/protobuf");
  }

  @Test
  void shouldSendNothingUnasked() {
    var _ =
        Traces.start(Map.of("OTEL_SERVICE_NAME", "worker-7", "OTEL_EXPORTER_OTLP_ENDPOINT", ""));

    assertThat(OperationTrace.tracer().isEnabled()).isFalse();
  }

  private static StoredOperation operation() {
    return new StoredOperation(
        "op-1",
        "default",
        "exec",
        OperationState.FAILED,
        Priority.NORMAL,
        false,
        "ada",
        "all",
        "{}",
        new OperationSettings(false, 4, 0),
        null,
        "2 of 3 failed",
        null,
        null,
        "",
        null,
        BEGAN,
        BEGAN,
        BEGAN.plusSeconds(3),
        null,
        null,
        null,
        null);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}
