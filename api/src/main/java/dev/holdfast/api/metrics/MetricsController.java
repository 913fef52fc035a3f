package dev.holdfast.api.metrics;

import dev.holdfast.api.auth.Requires;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.annotation.Autowired;
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

  /** Prometheus asks every few seconds, and is to be answered also where Temporal hangs. */
  private static final Duration PATIENCE = Duration.ofMillis(600);

  private static final Duration FRESH = Duration.ofSeconds(5);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private final List<PolledMetrics> polled;
  private final Duration fresh;

  @Autowired
  MetricsController(List<PolledMetrics> polled) {
    this(polled, FRESH);
  }

  /**
   * @param fresh how old what is read from elsewhere may be
   */
  MetricsController(List<PolledMetrics> polled, Duration fresh) {
    this.polled = polled;
    this.fresh = fresh;
    Metrics.addRegistry(registry);
  }

  /** In Prometheus' text format, whatever is asked for. */
  @Requires(value = "metrics:read", on = Requires.On.INSTALLATION)
  @ApiResponse(
      responseCode = "200",
      content = @Content(mediaType = "text/plain", schema = @Schema(type = "string")))
  @GetMapping("/metrics")
  ResponseEntity<String> metrics() {
    Map<PolledMetrics, CompletableFuture<Void>> reading = new LinkedHashMap<>();
    polled.forEach(metrics -> reading.put(metrics, metrics.refresh(fresh)));
    var all = CompletableFuture.allOf(reading.values().toArray(CompletableFuture<?>[]::new));
    await(all);
    reading.forEach((metrics, read) -> {
      if (!read.isDone()) {
        metrics.leaveOut();
      }
    });
    return ResponseEntity.ok().header(HttpHeaders.CONTENT_TYPE, TEXT).body(registry.scrape(TEXT));
  }

  private static void await(CompletableFuture<Void> all) {
    try {
      all.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // What is not read by now is left out.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @PreDestroy
  void close() {
    Metrics.removeRegistry(registry);
    registry.close();
  }
}
