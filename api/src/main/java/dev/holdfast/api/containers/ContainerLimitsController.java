package dev.holdfast.api.containers;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.containers.ContainerLimits;
import dev.holdfast.platform.containers.SetLimits;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.schemas.containers.ContainerNames;
import dev.holdfast.schemas.containers.monitor.ExpectedDestination;
import dev.holdfast.schemas.server.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Keeps and shows what containers may use before that is a violation. */
@RestController
@RequestMapping("/api/v1/containers/limits")
final class ContainerLimitsController {
  private static final int MOST_EXPECTED = 200;
  private static final int PERCENT = 100;
  private static final int MOST = 1_000_000;

  private final SelectedServers selected;
  private final SetLimits limits;

  ContainerLimitsController(SelectedServers selected, SetLimits limits) {
    this.selected = selected;
    this.limits = limits;
  }

  /**
   * What is to hold from now on; what is null stays as it is.
   *
   * @param selector of the servers; needed
   * @param container the name of one on each; all by default
   * @param cpu percent of what it may use
   * @param memory percent of what it may use
   * @param expected where it may connect to, in place of what is learnt: 10.0.0.0/8:443
   * @param reset whether what was set before is forgotten first; false by default
   */
  record LimitsRequest(
      @Nullable String selector,
      @Nullable String container,
      @Nullable Integer cpu,
      @Nullable Integer memory,
      @Nullable Integer connections,
      @Nullable Integer processes,
      @Nullable List<String> expected,
      @Nullable Boolean reset) {}

  /**
   * What holds for the containers of a server.
   *
   * @param container the name of one; null for all that are not named
   * @param expected where it may connect to; null for what was learnt
   */
  record LimitsDocument(
      String server,
      @Nullable String container,
      @Nullable Integer cpu,
      @Nullable Integer memory,
      @Nullable Integer connections,
      @Nullable Integer processes,
      @Nullable List<String> expected) {

    static LimitsDocument of(Server server, String container, ContainerLimits limits) {
      return new LimitsDocument(
          server.nameWithin(),
          container.isEmpty() ? null : container,
          limits.cpu(),
          limits.memory(),
          limits.connections(),
          limits.processes(),
          limits.expected());
    }
  }

  @Requires(value = SelectedServers.READ, on = Requires.On.ANY_SCOPE)
  @GetMapping
  Page<LimitsDocument> list(
      @RequestParam(defaultValue = "all") String selector,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return documents(caller, selected.seen(caller, selector));
  }

  @Requires(value = SelectedServers.WRITE, on = Requires.On.ANY_SCOPE)
  @PostMapping
  Page<LimitsDocument> set(
      @RequestBody LimitsRequest request, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    List<FieldError> errors = errors(request);
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
    boolean reset = Boolean.TRUE.equals(request.reset());
    String container = Objects.requireNonNullElse(request.container(), SetLimits.ALL);
    ContainerLimits wanted =
        new ContainerLimits(
            request.cpu(),
            request.memory(),
            request.connections(),
            request.processes(),
            request.expected());
    List<Server> servers = selected.changed(caller, request.selector());
    for (Server server : servers) {
      String id = Objects.requireNonNull(server.id());
      if (reset) {
        limits.reset(caller.organisation(), id, container);
      }
      if (!wanted.equals(ContainerLimits.NONE)) {
        limits.set(caller.organisation(), id, container, wanted, caller.name());
      }
    }
    Actions.onPlatform(
        "containers monitor limits %s %s: %s%s"
            .formatted(request.selector(), container, reset ? "reset, " : "", wanted));
    return documents(caller, servers);
  }

  private static List<FieldError> errors(LimitsRequest request) {
    List<FieldError> errors = new ArrayList<>();
    try {
      if (request.container() != null) {
        var _ = ContainerNames.require("container", request.container());
      }
    } catch (IllegalArgumentException e) {
      errors.add(FieldError.of(e));
    }
    within(errors, "cpu", request.cpu(), PERCENT);
    within(errors, "memory", request.memory(), PERCENT);
    within(errors, "connections", request.connections(), MOST);
    within(errors, "processes", request.processes(), MOST);
    List<String> expected = request.expected() == null ? List.of() : request.expected();
    if (expected.size() > MOST_EXPECTED) {
      errors.add(new FieldError("expected", "must not be more than " + MOST_EXPECTED));
    }
    for (int i = 0; i < expected.size(); i++) {
      try {
        ExpectedDestination.parse(String.valueOf(expected.get(i)));
      } catch (IllegalArgumentException e) {
        errors.add(new FieldError("expected[%d]".formatted(i), String.valueOf(e.getMessage())));
      }
    }
    return errors;
  }

  private static void within(
      List<FieldError> errors, String field, @Nullable Integer value, int most) {
    if (value != null && (value < 1 || value > most)) {
      errors.add(new FieldError(field, "must be between 1 and " + most));
    }
  }

  private Page<LimitsDocument> documents(Caller caller, List<Server> servers) {
    ContainerLimits defaults = limits.defaults();
    List<LimitsDocument> found = new ArrayList<>();
    for (Server server : servers) {
      Map<String, ContainerLimits> set =
          limits.of(caller.organisation(), Objects.requireNonNull(server.id()));
      found.add(
          LimitsDocument.of(server, SetLimits.ALL, SetLimits.of(set, defaults, SetLimits.ALL)));
      set.keySet().stream()
          .filter(name -> !name.equals(SetLimits.ALL))
          .sorted()
          .forEach(name ->
              found.add(LimitsDocument.of(server, name, SetLimits.of(set, defaults, name))));
    }
    return new Page<>(found, null);
  }
}
