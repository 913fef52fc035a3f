package dev.holdfast.api.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.health.Probes.Health;
import dev.holdfast.api.health.Probes.Part;
import dev.holdfast.api.health.Probes.Report;
import dev.holdfast.api.metrics.RequestFigures;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.CacheFigures;
import dev.holdfast.platform.atrest.DataKeys;
import dev.holdfast.platform.availability.ReadyMinutes;
import dev.holdfast.platform.database.DatabasePool;
import dev.holdfast.platform.operation.OperationFigures;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Whether the platform is well: in one word to anybody, part by part to whoever is authenticated.
 */
@RestController
final class HealthController {
  private final Probes probes;
  private final RequestFigures requests;
  private final ReadyMinutes minutes;
  private final OperationFigures operations;
  private final DatabasePool pool;
  private final DataKeys keys;

  HealthController(
      Probes probes,
      RequestFigures requests,
      ReadyMinutes minutes,
      OperationFigures operations,
      DatabasePool pool,
      AtRest atRest) {
    this.operations = operations;
    this.pool = pool;
    this.keys = atRest.keys();
    this.probes = probes;
    this.requests = requests;
    this.minutes = minutes;
  }

  /**
   * How the platform is.
   *
   * @param requests figures over the last ones that this process has answered
   * @param activeTraces traces that have not ended, which are the operations that have not; absent
   *     while they cannot be counted
   * @param pool the connections of this process to the database
   * @param keyCache the data keys that this process remembers
   * @param availability over the last 30 days; absent while it cannot be read
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Status(
      Health status,
      Map<String, Part> components,
      RequestFigures.Figures requests,
      @Nullable Integer activeTraces,
      DatabasePool.Figures pool,
      CacheFigures keyCache,
      @Nullable Availability availability) {}

  /**
   * How much of the time operations could be started.
   *
   * @param percent of the minutes since then; absent in the first one
   * @param since at most 30 days ago
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Availability(@Nullable Double percent, @Nullable Instant since) {}

  /** 200 while the process lives. */
  @GetMapping("/health/live")
  Map<String, Health> live() {
    return Map.of("status", Health.UP);
  }

  /** 200 while operations can be started, which takes the database and Temporal. */
  @GetMapping("/health/ready")
  ResponseEntity<Map<String, Health>> ready() {
    Health status = probes.ask().status();
    return ResponseEntity.status(code(status)).body(Map.of("status", status));
  }

  /** The same with each part: its latency, and what it says where it is down. */
  @Requires(value = "health:read", on = Requires.On.ANY_SCOPE)
  @GetMapping({"/health", "/api/v1/health"})
  ResponseEntity<Status> health() {
    Report report = probes.ask();
    Map<String, Part> parts = new LinkedHashMap<>();
    parts.put("database", report.database());
    parts.put("temporal", report.temporal());
    parts.put("redis", report.redis());
    return ResponseEntity.status(code(report.status()))
        .body(
            new Status(
                report.status(),
                parts,
                requests.figures(),
                activeTraces(report),
                pool.figures(),
                keys.cache(),
                availability(report)));
  }

  private @Nullable Integer activeTraces(Report report) {
    return report.database().status() == Health.UP
        ? operations.open().stream().mapToInt(OperationFigures.Open::count).sum()
        : null;
  }

  private @Nullable Availability availability(Report report) {
    if (report.database().status() != Health.UP) {
      return null;
    }
    ReadyMinutes.Availability measured = minutes.availability(Instant.now());
    return new Availability(measured.percent(), measured.since());
  }

  private static HttpStatus code(Health status) {
    return status == Health.DOWN ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK;
  }
}
