package dev.holdfast.api.metrics;

import dev.holdfast.api.auth.Requires;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.annotation.PreDestroy;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Everything that is measured in this process, for a token that may read the metrics: in the
 * standalone platform that is the API and its worker, which share Micrometer's global registry.
 */
@RestController
final class MetricsController {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private final List<PolledMetrics> polled;

  MetricsController(List<PolledMetrics> polled) {
    this.polled = polled;
    Metrics.addRegistry(registry);
  }

  /** In Prometheus' text format, whatever is asked for. */
  @Requires(value = "metrics:read", on = Requires.On.INSTALLATION)
  @ApiResponse(
      responseCode = "200",
      content = @Content(mediaType = "text/plain", schema = @Schema(type = "string")))
  @GetMapping("/metrics")
  ResponseEntity<String> metrics() {
    polled.forEach(PolledMetrics::refresh);
    return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, TEXT).body(registry.scrape(TEXT));
  }

  @PreDestroy
  void close() {
    Metrics.removeRegistry(registry);
    registry.close();
  }
}
