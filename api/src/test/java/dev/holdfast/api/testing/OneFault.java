package dev.holdfast.api.testing;

import dev.holdfast.schemas.diagnosis.DiagnoseServer;
import dev.holdfast.schemas.diagnosis.Diagnosis;
import dev.holdfast.schemas.diagnosis.DiagnosisRequest;
import dev.holdfast.schemas.diagnosis.Finding;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.List;

/** Finds one thing wrong with every server, and cannot look at the one that is called blind. */
public final class OneFault implements DiagnoseServer {

  @Override
  public Diagnosis diagnose(DiagnosisRequest request) {
    if (request.server().equals("blind")) {
      throw ApplicationFailure.newNonRetryableFailure("nobody can see it", "BAD_INPUT");
    }
    return new Diagnosis(
        request.server(),
        Instant.parse("2026-01-01T10:00:00Z"),
        List.of(
            Finding.ok("network/dns", "it has an address"),
            Finding.problem("network/tcp", "it refuses", "start sshd").withDetail("a line")),
        1234);
  }
}
