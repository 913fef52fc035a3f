package dev.holdfast.api.servers;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.api.quotas.Room;
import dev.holdfast.api.windows.LabelWindows;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.platform.operation.PageCursor;
import dev.holdfast.platform.server.CredentialRefusal;
import dev.holdfast.platform.server.CredentialRefusals;
import dev.holdfast.platform.server.LoginSecrets;
import dev.holdfast.platform.server.Machines;
import dev.holdfast.platform.server.ServerAdapters;
import dev.holdfast.platform.server.ServerContact;
import dev.holdfast.platform.server.ServerContacts;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.command.CommandRule;
import dev.holdfast.schemas.server.AdapterChoice;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Selector;
import dev.holdfast.schemas.server.Server;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Registers, lists and removes servers. */
@RestController
@RequestMapping("/api/v1/servers")
final class ServersController {
  private static final int MOST = 500;

  private final CallerAccess access;
  private final Servers servers;
  private final ServerAdapters adapters;
  private final CredentialRefusals refusals;
  private final ServerContacts contacts;
  private final HostKeyTrust trust;
  private final Machines machines;
  private final LabelWindows windows;

  ServersController(
      CallerAccess access,
      Servers servers,
      ServerAdapters adapters,
      CredentialRefusals refusals,
      ServerContacts contacts,
      HostKeyTrust trust,
      Machines machines,
      LabelWindows windows) {
    this.windows = windows;
    this.access = access;
    this.servers = servers;
    this.adapters = adapters;
    this.refusals = refusals;
    this.contacts = contacts;
    this.trust = trust;
    this.machines = machines;
  }

  @Requires(value = "servers:read", on = Requires.On.ANY_SCOPE)
  @GetMapping
  Page<ServerDocument> list(
      @RequestParam(defaultValue = "all") String selector,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = "200") int limit,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    List<Server> found;
    PageCursor after;
    try {
      found = servers.select(caller.organisation(), Selector.typed(selector));
      after = PageCursor.parse(cursor, 1);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(List.of(FieldError.of(e)));
    }
    int size = Math.clamp(limit, 1, MOST);
    Predicate<Server> visible = access.on(caller, "servers:read");
    Set<String> secrets = servers.secrets();
    Function<Server, AdapterChoice> choices = adapters.choices();
    Map<String, List<CredentialRefusal>> refused = refusals.all();
    Function<Server, ServerContact> seen = contacts.all();
    List<ServerDocument> rest =
        found.stream()
            .filter(visible)
            .filter(server -> after == null || server.name().compareTo(after.fields().get(0)) > 0)
            .sorted((a, b) -> a.name().compareTo(b.name()))
            .limit(size + 1L)
            .map(server ->
                ServerDocument.of(
                    server,
                    secrets,
                    refused.getOrDefault(server.name(), List.of()),
                    choices.apply(server),
                    seen.apply(server),
                    null,
                    null))
            .toList();
    return rest.size() <= size
        ? new Page<>(rest, null)
        : new Page<>(rest.subList(0, size), PageCursor.of(rest.get(size - 1).name()).word());
  }

  @Requires("servers:write")
  @PostMapping
  ResponseEntity<ServerDocument> add(
      @RequestBody NewServer request, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    String organisation = caller.organisation();
    checkAgent(caller, request.agent());
    // Everything that needs no network is checked first.
    Server checked = request.toServer(organisation, List.of());
    if (servers.find(organisation, checked.name()).isPresent()) {
      throw exists(checked.nameWithin());
    }
    Server server = request.toServer(organisation, trust.decide(request.hostKeyTrust(), checked));
    try {
      Server added =
          Room.within(() -> servers.add(server, request.secrets()))
              .orElseThrow(() -> exists(server.nameWithin()));
      Actions.onServer(
          added.nameWithin(),
          "server add %s: %s@%s:%d, trusting %s"
              .formatted(
                  added.nameWithin(),
                  added.user(),
                  added.address(),
                  added.port(),
                  trusted(added.hostKeys(), "no host key but those of its authorities")));
      return ResponseEntity.created(URI.create("/api/v1/servers/" + added.nameWithin()))
          .body(document(added));
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(List.of(FieldError.of(e)));
    }
  }

  @Requires("servers:write")
  @PatchMapping("/{name}")
  ServerDocument change(
      @PathVariable String name,
      @RequestBody JsonNode request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    ServerPatch patch = new ServerPatch(request);
    checkAgent(caller, request.path("agent").isString() ? request.path("agent").asString() : null);
    Actions.onServer(
        name, "server set %s: %s".formatted(name, String.join(", ", request.propertyNames())));
    try {
      return servers
          .change(caller.organisation(), name, patch::applyTo, patch.secrets())
          .map(this::document)
          .orElseThrow(() -> unknown(name));
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(List.of(FieldError.of(e)));
    }
  }

  @Requires(value = "servers:read", on = Requires.On.SERVER)
  @GetMapping("/{name}")
  ServerDocument show(
      @PathVariable String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return document(find(caller, name));
  }

  @Requires("servers:trust")
  @PostMapping("/{name}/trust")
  ServerDocument trust(
      @PathVariable String name,
      @RequestBody Trust request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Server server = find(caller, name);
    String revoked = request.revoke();
    if (revoked != null) {
      return revoke(caller, name, request, revoked.strip());
    }
    List<HostKey> decided = trust.decide(request, server);
    if (decided.isEmpty()) {
      throw ApiException.invalid(
          "hostKeys", "say which: hostKeys, trust, trustOnFirstUse, or a fingerprint to revoke");
    }
    Actions.onServer(name, "server trust %s: %s".formatted(name, trusted(decided, "nothing")));
    servers.trust(caller.organisation(), name, decided);
    return document(find(caller, name));
  }

  /** The agent has the keys of whoever runs the worker, which are no other organisation's. */
  private static void checkAgent(Caller caller, @Nullable String agent) {
    if (agent != null
        && !caller.platformWide()
        && !caller.organisation().equals(CommandRule.DEFAULT_ORGANISATION)) {
      throw ApiException.invalid(
          "agent",
          "is that of the worker's own user, for administrators of the platform; give a key");
    }
  }

  @Requires("servers:write")
  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@PathVariable String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Actions.onServer(name, "server remove " + name);
    switch (servers.remove(caller.organisation(), name)) {
      case Servers.Removal.Removed() -> {}
      case Servers.Removal.Unknown() -> throw unknown(name);
      case Servers.Removal.InUse(String operation) ->
          throw ApiException.conflict(
              "server-in-use",
              "Operation " + operation + " is open on '" + name + "'; cancel it or wait for it.");
      case Servers.Removal.JumpOf(String behind) ->
          throw ApiException.conflict(
              "server-in-use",
              "'%s' is reached through '%s'; give it another way (server set %s --no-jump) or remove it first."
                  .formatted(behind, name, behind));
      case Servers.Removal.AliasOf(String alias) ->
          throw ApiException.conflict(
              "server-in-use",
              "'%s' is an alias of '%s'; remove the alias first (server remove %s)."
                  .formatted(alias, name, alias));
    }
  }

  /** Takes a key out of the pinned ones too, so that nothing shown looks trusted and is not. */
  private ServerDocument revoke(Caller caller, String name, Trust request, String fingerprint) {
    if (request.hostKeys() != null
        || request.trust() != null
        || request.trustOnFirstUse() != null) {
      throw ApiException.invalid("revoke", "is an act of its own; trust another key afterwards");
    }
    Actions.onServer(name, "server trust %s --revoke %s".formatted(name, fingerprint));
    try {
      return servers
          .change(
              caller.organisation(),
              name,
              server -> revoking(server, fingerprint),
              new LoginSecrets(null, null, null))
          .map(this::document)
          .orElseThrow(() -> unknown(name));
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("revoke", String.valueOf(e.getMessage()));
    }
  }

  private static Server revoking(Server server, String fingerprint) {
    return server
        .withHostKeys(
            server.hostKeys().stream().filter(k -> !k.fingerprint().equals(fingerprint)).toList())
        .with(server.access().revoking(fingerprint));
  }

  private static String trusted(List<HostKey> keys, String none) {
    return keys.isEmpty()
        ? none
        : keys.stream().map(HostKey::fingerprint).collect(Collectors.joining(", "));
  }

  private ServerDocument document(Server server) {
    return ServerDocument.of(
        server,
        servers.secrets(),
        refusals.of(server.name()),
        adapters.choices().apply(server),
        contacts.all().apply(server),
        machines.withTheSameHostKey(server),
        windows.of(server.organisation(), List.of(server)).getOrDefault(server.name(), List.of()));
  }

  private Server find(Caller caller, String name) {
    return servers.find(caller.organisation(), name).orElseThrow(() -> unknown(name));
  }

  private static ApiException unknown(String name) {
    return ApiException.notFound("unknown-server", "There is no server '" + name + "'.");
  }

  private static ApiException exists(String name) {
    return ApiException.conflict("server-exists", "There is a server '" + name + "' already.");
  }
}
