package dev.holdfast.api.servers;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.server.CredentialRefusals;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.diagnosis.Diagnosis;
import dev.holdfast.schemas.server.Server;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;

/** Has a server looked over, or its login tried, by a worker and answers with what was found. */
@RestController
final class DiagnosisController {
  private final Servers servers;
  private final CredentialRefusals refusals;
  private final DiagnosisWorkflows workflows;

  DiagnosisController(Servers servers, CredentialRefusals refusals, DiagnosisWorkflows workflows) {
    this.servers = servers;
    this.refusals = refusals;
    this.workflows = workflows;
  }

  @Requires(value = "servers:check", on = Requires.On.SERVER)
  @PostMapping("/api/v1/servers/{name}/diagnose")
  Diagnosis diagnose(@PathVariable String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return workflows.diagnose(find(caller, name));
  }

  /** Frees what the server has refused, so that it is tried once more, and tries it. */
  @Requires(value = "servers:check", on = Requires.On.SERVER)
  @PostMapping("/api/v1/servers/{name}/check")
  Diagnosis check(@PathVariable String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Server server = find(caller, name);
    Actions.onServer(name, "server check " + name);
    refusals.free(server.name());
    return workflows.tryLogin(server);
  }

  private Server find(Caller caller, String name) {
    return servers
        .find(caller.organisation(), name)
        .orElseThrow(
            () -> ApiException.notFound("unknown-server", "There is no server '" + name + "'."));
  }
}
