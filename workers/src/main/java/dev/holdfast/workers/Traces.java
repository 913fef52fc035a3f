package dev.holdfast.workers;

import dev.holdfast.activities.trace.OperationTrace;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

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
  private static final Duration TO_SEND_THE_REST = Duration.ofSeconds(5);

  private Traces() {}

  /**
   * Begins, once in the life of the process.
   *
   * @return sends what is left when it is closed
   * @throws IllegalArgumentException if a variable is not right
   */
  static AutoCloseable start(Map<String, String> environment) {
    if (!isWanted(environment)) {
      return () -> {};
    }
    OpenTelemetrySdk sdk = sdk();
    return () -> {
      var _ =
          sdk.getSdkTracerProvider()
              .shutdown()
              .join(TO_SEND_THE_REST.toMillis(), TimeUnit.MILLISECONDS);
    };
  }

  private static OpenTelemetrySdk sdk() {
    try {
      return AutoConfiguredOpenTelemetrySdk.builder()
          .addPropertiesSupplier(() -> DEFAULTS)
          .addTracerProviderCustomizer((traces, _) -> traces.setIdGenerator(new Ids()))
          .addSamplerCustomizer((sampler, _) -> new OperationSampler(sampler))
          // It would not wait for what is still being done.
          .disableShutdownHook()
          .setResultAsGlobal()
          .build()
          .getOpenTelemetrySdk();
    } catch (ConfigurationException e) {
      Throwable why = e.getCause() == null ? e : e.getCause();
      throw new IllegalArgumentException(
          "OpenTelemetry cannot be set up by the variables OTEL_…: %s. Traces are sent by OTLP over HTTP only (OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf)."
              .formatted(why.getMessage()),
          e);
    }
  }

  private static boolean isWanted(Map<String, String> environment) {
    return Stream.of("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
        .anyMatch(name -> !environment.getOrDefault(name, "").isBlank());
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
