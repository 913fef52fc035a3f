package dev.holdfast.api.agent;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.policies.StartGate;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.util.Base64;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The part of an SSH agent that needs the private keys. */
@RestController
@RequestMapping("/api/v1/servers/{name}/agent")
final class AgentController {
  // By this name, and not by the class's: what is told here is for auditors.
  private static final Logger AUDIT = LoggerFactory.getLogger("dev.holdfast.audit");
  private static final Marker LOGIN = MarkerFactory.getMarker("ssh-login-signature");

  private final Servers servers;
  private final LoginSigner signer;
  private final StartGate gate;

  AgentController(Servers servers, LoginSigner signer, StartGate gate) {
    this.servers = servers;
    this.signer = signer;
    this.gate = gate;
  }

  @Requires(value = "servers:login", on = Requires.On.SERVER)
  @GetMapping
  AgentDocument show(@PathVariable String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Server server = find(caller, name);
    HostKey certificate = server.access().certificate();
    return new AgentDocument(
        server.nameWithin(),
        server.user(),
        List.of(AgentDocument.OfferedKey.of(signer.publicKey(server))),
        certificate == null ? null : AgentDocument.OfferedKey.of(certificate));
  }

  @Requires(value = "servers:login", on = Requires.On.SERVER)
  @PostMapping("/sign")
  Signature sign(
      @PathVariable String name,
      @RequestBody SignRequest request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Server server = find(caller, name);
    String purpose = request.work();
    byte[] signature;
    try {
      gate.checkLogin(server, caller);
      signature = signer.sign(server, request);
    } catch (ApiException e) {
      AUDIT.warn(
          LOGIN, "refused {} a signature for {}: {}", caller.name(), server.name(), e.getMessage());
      throw e;
    }
    // Before it is handed out: a login that cannot be written down does not happen.
    gate.recordLogin(server, caller, purpose);
    AUDIT.info(
        LOGIN, "signed a login of {} to {} as {}", caller.name(), server.name(), server.user());
    return new Signature(Base64.getEncoder().encodeToString(signature));
  }

  private Server find(Caller caller, String name) {
    return servers
        .find(caller.organisation(), name)
        .orElseThrow(() ->
            ApiException.notFound(
                "unknown-server",
                "There is no server '" + name + "'; see ./holdfast server list."));
  }
}
