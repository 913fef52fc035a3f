package dev.holdfast.api.health;

import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.health.Probes.Health;
import dev.holdfast.api.health.Probes.Part;
import dev.holdfast.api.health.Probes.Report;
import java.util.LinkedHashMap;
import java.util.Map;
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

  HealthController(Probes probes) {
    this.probes = probes;
  }

  record Status(Health status, Map<String, Part> components) {}

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
  @GetMapping("/health")
  ResponseEntity<Status> health() {
    Report report = probes.ask();
    Map<String, Part> parts = new LinkedHashMap<>();
    parts.put("database", report.database());
    parts.put("temporal", report.temporal());
    parts.put("redis", report.redis());
    return ResponseEntity.status(code(report.status())).body(new Status(report.status(), parts));
  }

  private static HttpStatus code(Health status) {
    return status == Health.DOWN ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK;
  }
}
