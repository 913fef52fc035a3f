package dev.holdfast.workers;

import dev.holdfast.activities.trace.OperationTrace;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.Map;

/**
 * Sends this process's traces to the collector that OpenTelemetry's own variables name; without
 * {@code OTEL_EXPORTER_OTLP_ENDPOINT} or {@code OTEL_EXPORTER_OTLP_TRACES_ENDPOINT} there are none.
 */
final class Traces {
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.service.name", "holdfast-worker",
          "otel.exporter.otlp.protocol", "http/protobuf",
          "otel.metrics.exporter", "none",
          "otel.logs.exporter", "none");
  private static boolean started;

  private Traces() {}

  /**
   * Begins, once in the life of the process; what is left is sent when it ends.
   *
   * @throws RuntimeException that names the variable, if one is not right
   */
  static synchronized void start(Map<String, String> environment) {
    if (started || !isWanted(environment)) {
      return;
    }
    started = true;
    AutoConfiguredOpenTelemetrySdk.builder()
        .addPropertiesSupplier(() -> DEFAULTS)
        .addTracerProviderCustomizer((traces, _) -> traces.setIdGenerator(new Ids()))
        .setResultAsGlobal()
        .build();
  }

  private static boolean isWanted(Map<String, String> environment) {
    return environment.containsKey("OTEL_EXPORTER_OTLP_ENDPOINT")
        || environment.containsKey("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
  }

  /** Random ids, but for an operation's own span. */
  static final class Ids implements IdGenerator {
    private final IdGenerator random = IdGenerator.random();

    @Override
    public String generateTraceId() {
      return OperationTrace.beingMade()
          .map(SpanContext::getTraceId)
          .orElseGet(random::generateTraceId);
    }

    @Override
    public String generateSpanId() {
      return OperationTrace.beingMade()
          .map(SpanContext::getSpanId)
          .orElseGet(random::generateSpanId);
    }
  }
}
