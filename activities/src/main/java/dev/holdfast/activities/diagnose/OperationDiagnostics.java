package dev.holdfast.activities.diagnose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.activities.ssh.ServerLookup;
import dev.holdfast.activities.step.ReadingDelivery;
import dev.holdfast.activities.step.StepServers;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.diagnosis.DiagnoseActivities;
import dev.holdfast.schemas.diagnosis.Diagnosis;
import dev.holdfast.schemas.diagnosis.DiagnosisActivities;
import dev.holdfast.schemas.diagnosis.DiagnosisRequest;
import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.diagnosis.Level;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Diagnoses the servers of operations, and keeps in their logs what was found. Thread-safe. */
public final class OperationDiagnostics implements DiagnoseActivities {
  private final ObjectMapper json = JsonPayloads.mapper();
  private final DiagnosisActivities diagnostics;
  private final StepServers servers;
  private final StepLogs logs;

  public OperationDiagnostics(
      DiagnosisActivities diagnostics, ServerLookup servers, StepLogs logs) {
    this.diagnostics = diagnostics;
    this.servers = new StepServers(servers);
    this.logs = logs;
  }

  @Override
  public Found diagnoseInOperation(StepRequest request) {
    Step step = ReadingDelivery.of(request.step());
    Server server = servers.of(step);
    Diagnosis found =
        diagnostics.diagnose(
            new DiagnosisRequest(server.name(), null, request.input().loginOnly()));
    // Its organisation knows it without the organisation's name.
    Diagnosis diagnosis =
        new Diagnosis(server.nameWithin(), found.at(), found.findings(), found.durationMillis());
    List<Finding> findings = diagnosis.findings();
    byte[] line = line(diagnosis);
    logs.append(step, false, 0, line);
    return new Found(
        count(findings, Level.PROBLEM),
        count(findings, Level.WARNING),
        count(findings, Level.OK),
        count(findings, Level.SKIPPED),
        worst(findings),
        step.generation(),
        line.length);
  }

  private byte[] line(Diagnosis diagnosis) {
    try {
      return (json.writeValueAsString(diagnosis) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a diagnosis is always JSON", e);
    }
  }

  private static int count(List<Finding> findings, Level level) {
    return (int) findings.stream().filter(finding -> finding.level() == level).count();
  }

  private static @Nullable String worst(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.level() == Level.PROBLEM)
        .map(finding -> finding.check() + ": " + finding.summary())
        .findFirst()
        .orElse(null);
  }
}
