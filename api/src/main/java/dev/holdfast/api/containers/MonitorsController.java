package dev.holdfast.api.containers;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.platform.containers.ContainerMonitors;
import dev.holdfast.platform.containers.LearntDestinations;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.schemas.server.Server;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Has the containers of servers watched, and shows how that goes. */
@RestController
@RequestMapping("/api/v1/containers/monitors")
final class MonitorsController {
  private static final Logger LOG = LoggerFactory.getLogger(MonitorsController.class);

  private final SelectedServers selected;
  private final ContainerMonitors monitors;
  private final LearntDestinations learnt;
  private final MonitorWorkflows workflows;

  MonitorsController(
      SelectedServers selected,
      ContainerMonitors monitors,
      LearntDestinations learnt,
      MonitorWorkflows workflows) {
    this.selected = selected;
    this.monitors = monitors;
    this.learnt = learnt;
    this.workflows = workflows;
  }

  /**
   * The servers that are meant.
   *
   * @param selector needed
   */
  record Selected(@Nullable String selector) {}

  /**
   * The containers that are meant.
   *
   * @param selector of the servers; needed
   * @param container the name of one on each; all by default
   */
  record SelectedContainers(@Nullable String selector, @Nullable String container) {}

  @Requires(value = SelectedServers.READ, on = Requires.On.ANY_SCOPE)
  @GetMapping
  Page<MonitorDocument> list(
      @RequestParam(defaultValue = "all") String selector,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return documents(caller, selected.seen(caller, selector));
  }

  /** Has them watched, from now on until it is stopped. */
  @Requires(value = SelectedServers.WRITE, on = Requires.On.ANY_SCOPE)
  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  Page<MonitorDocument> start(
      @RequestBody Selected request, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    List<Server> servers = selected.changed(caller, request.selector());
    servers.forEach(server -> monitors.start(caller.organisation(), id(server), caller.name()));
    Actions.onPlatform("containers monitor start " + request.selector());
    tell(servers);
    return documents(caller, servers);
  }

  /** Has them watched no longer; what was recorded stays. */
  @Requires(value = SelectedServers.WRITE, on = Requires.On.ANY_SCOPE)
  @PostMapping("/stop")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Page<MonitorDocument> stop(
      @RequestBody Selected request, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    List<Server> servers = selected.changed(caller, request.selector());
    List<Server> watched =
        servers.stream()
            .filter(server -> monitors.stop(caller.organisation(), id(server)))
            .toList();
    Actions.onPlatform("containers monitor stop " + request.selector());
    tell(watched);
    return documents(caller, servers);
  }

  /** Forgets where containers have connected to, and learns it anew. */
  @Requires(value = SelectedServers.WRITE, on = Requires.On.ANY_SCOPE)
  @PostMapping("/learn")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void learn(
      @RequestBody SelectedContainers request, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    for (Server server : selected.changed(caller, request.selector())) {
      learnt.anew(caller.organisation(), id(server), request.container());
    }
    Actions.onPlatform(
        "containers monitor learn %s %s"
            .formatted(request.selector(), Objects.requireNonNullElse(request.container(), ""))
            .strip());
  }

  /** It is in PostgreSQL already: where this fails, the upkeep does it in a minute. */
  private void tell(List<Server> servers) {
    try {
      servers.forEach(workflows::tell);
    } catch (RuntimeException e) {
      LOG.warn("Monitors are told of their change later: {}", e.toString());
    }
  }

  private Page<MonitorDocument> documents(Caller caller, List<Server> servers) {
    Set<String> ids = servers.stream().map(MonitorsController::id).collect(Collectors.toSet());
    return new Page<>(
        monitors.all(caller.organisation()).stream()
            .filter(monitored -> ids.contains(monitored.server()))
            .map(MonitorDocument::of)
            .toList(),
        null);
  }

  private static String id(Server server) {
    return Objects.requireNonNull(server.id());
  }
}
