package dev.holdfast.api.servers;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.operation.Cursor;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.server.Selector;
import dev.holdfast.schemas.server.Server;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Registers, lists and removes servers. */
@RestController
@RequestMapping("/api/v1/servers")
final class ServersController {
  private static final int MOST = 500;

  private final Servers servers;
  private final HostKeyTrust trust;

  ServersController(Servers servers, HostKeyTrust trust) {
    this.servers = servers;
    this.trust = trust;
  }

  @GetMapping
  Page<ServerDocument> list(
      @RequestParam(defaultValue = "all") String selector,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = "200") int limit) {
    List<Server> found;
    Cursor after;
    try {
      found = servers.select(new Selector(selector));
      after = Cursor.parse(cursor, 1);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(List.of(FieldError.of(e)));
    }
    int size = Math.clamp(limit, 1, MOST);
    List<ServerDocument> rest =
        found.stream()
            .filter(server -> after == null || server.name().compareTo(after.fields().get(0)) > 0)
            .sorted((a, b) -> a.name().compareTo(b.name()))
            .limit(size + 1L)
            .map(ServerDocument::of)
            .toList();
    return rest.size() <= size
        ? new Page<>(rest, null)
        : new Page<>(rest.subList(0, size), Cursor.of(rest.get(size - 1).name()).word());
  }

  @PostMapping
  ResponseEntity<ServerDocument> add(@RequestBody NewServer request) {
    // Everything that needs no network is checked first.
    Server checked = request.toServer(List.of());
    if (servers.find(checked.name()).isPresent()) {
      throw exists(checked.name());
    }
    Server server =
        request.toServer(trust.decide(request.hostKeyTrust(), checked.address(), checked.port()));
    if (!servers.add(server, request.secrets())) {
      throw exists(server.name());
    }
    return ResponseEntity.created(URI.create("/api/v1/servers/" + server.name()))
        .body(ServerDocument.of(server));
  }

  @GetMapping("/{name}")
  ServerDocument show(@PathVariable String name) {
    return ServerDocument.of(find(name));
  }

  @PostMapping("/{name}/trust")
  ServerDocument trust(@PathVariable String name, @RequestBody Trust request) {
    Server server = find(name);
    servers.trust(name, trust.decide(request, server.address(), server.port()));
    return ServerDocument.of(find(name));
  }

  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@PathVariable String name) {
    switch (servers.remove(name)) {
      case Servers.Removal.Removed() -> {}
      case Servers.Removal.Unknown() -> throw unknown(name);
      case Servers.Removal.InUse(String operation) ->
          throw ApiException.conflict(
              "server-in-use",
              "Operation " + operation + " is open on '" + name + "'; cancel it or wait for it.");
    }
  }

  private Server find(String name) {
    return servers.find(name).orElseThrow(() -> unknown(name));
  }

  private static ApiException unknown(String name) {
    return ApiException.notFound("unknown-server", "There is no server '" + name + "'.");
  }

  private static ApiException exists(String name) {
    return ApiException.conflict("server-exists", "There is a server '" + name + "' already.");
  }
}
