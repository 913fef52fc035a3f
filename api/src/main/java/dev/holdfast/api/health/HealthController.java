package dev.holdfast.api.health;

import dev.holdfast.api.health.Probes.Health;
import dev.holdfast.api.health.Probes.Part;
import dev.holdfast.api.health.Probes.Report;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells, without a login, whether the platform is well; never why in more than a few words. */
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
  @GetMapping({"/health", "/health/ready"})
  ResponseEntity<Status> ready() {
    Report report = probes.ask();
    Map<String, Part> parts = new LinkedHashMap<>();
    parts.put("database", report.database());
    parts.put("temporal", report.temporal());
    parts.put("redis", report.redis());
    return ResponseEntity.status(
            report.status() == Health.DOWN ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK)
        .body(new Status(report.status(), parts));
  }
}
