package dev.holdfast.api.servers;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.diagnosis.Diagnosis;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Has a server looked over by a worker and answers with what was found. */
@RestController
final class DiagnosisController {
  private final Servers servers;
  private final DiagnosisWorkflows workflows;

  DiagnosisController(Servers servers, DiagnosisWorkflows workflows) {
    this.servers = servers;
    this.workflows = workflows;
  }

  @PostMapping("/api/v1/servers/{name}/diagnose")
  Diagnosis diagnose(@PathVariable String name) {
    return workflows.diagnose(
        servers
            .find(name)
            .orElseThrow(() ->
                ApiException.notFound("unknown-server", "There is no server '" + name + "'.")));
  }
}
