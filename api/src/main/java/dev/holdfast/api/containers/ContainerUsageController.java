package dev.holdfast.api.containers;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.containers.Breach;
import dev.holdfast.platform.containers.ContainerHistory;
import dev.holdfast.platform.containers.ContainerHistory.Minute;
import dev.holdfast.platform.containers.ContainerHistory.Taken;
import dev.holdfast.platform.containers.ContainerSample;
import dev.holdfast.platform.containers.ContainerViolations;
import dev.holdfast.platform.containers.Violation;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows what containers use, have used, and have used too much of. */
@RestController
@RequestMapping("/api/v1/containers")
final class ContainerUsageController {
  /** An older one is of a container that runs no more, or that nobody watches. */
  private static final Duration CURRENT = Duration.ofSeconds(45);

  private final SelectedServers selected;
  private final ContainerHistory history;
  private final ContainerViolations violations;

  ContainerUsageController(
      SelectedServers selected, ContainerHistory history, ContainerViolations violations) {
    this.selected = selected;
    this.history = history;
    this.violations = violations;
  }

  /**
   * What a container uses now.
   *
   * @param cpuPercent of what it may use, since the sample before; null where there is none
   * @param memoryBytes without what could be given back at once
   * @param memoryLimitBytes of its own limit, or what the server has
   * @param connections that are open; null where its network is not its own
   * @param receivedBytes since it was started, in its own network
   * @param sentBytes likewise
   * @param restarts how often the engine has restarted it by itself
   * @param health healthy, unhealthy or starting; null where it has no check
   */
  record UsageDocument(
      String server,
      String container,
      Instant at,
      @Nullable Double cpuPercent,
      @Nullable Long memoryBytes,
      long memoryLimitBytes,
      @Nullable Integer processes,
      @Nullable Integer connections,
      @Nullable Long receivedBytes,
      @Nullable Long sentBytes,
      int restarts,
      @Nullable String health) {

    static UsageDocument of(Server server, Taken taken) {
      ContainerSample sample = taken.sample();
      return new UsageDocument(
          server.nameWithin(),
          sample.container(),
          taken.at(),
          sample.cpu(),
          sample.memory(),
          sample.memoryLimit(),
          sample.processes(),
          sample.connections(),
          sample.received(),
          sample.sent(),
          sample.restarts(),
          sample.health());
    }
  }

  /**
   * What a container has used in a minute.
   *
   * @param cpuPercent the mean
   * @param memoryBytes the mean
   */
  record MinuteDocument(
      String server,
      String container,
      Instant minute,
      int samples,
      @Nullable Double cpuPercent,
      @Nullable Double cpuPercentMost,
      long memoryBytes,
      long memoryBytesMost,
      int processesMost,
      int connectionsMost) {

    static MinuteDocument of(Server server, Minute minute) {
      return new MinuteDocument(
          server.nameWithin(),
          minute.container(),
          minute.minute(),
          minute.samples(),
          minute.cpu(),
          minute.cpuMost(),
          minute.memory(),
          minute.memoryMost(),
          minute.processesMost(),
          minute.connectionsMost());
    }
  }

  /**
   * What a container had too much of.
   *
   * @param what cpu, memory, connections, processes or destination
   * @param destination where it connected to; null for the others
   * @param value the highest: percent of what it may use, or how many
   * @param endedAt null while it lasts
   */
  record ViolationDocument(
      String server,
      String container,
      String what,
      @Nullable String destination,
      long value,
      long limit,
      Instant begunAt,
      Instant lastAt,
      @Nullable Instant endedAt) {

    static ViolationDocument of(Server server, Violation violation) {
      Breach breach = violation.breach();
      return new ViolationDocument(
          server.nameWithin(),
          breach.container(),
          breach.kind().word(),
          breach.destination().isEmpty() ? null : breach.destination(),
          breach.value(),
          breach.limit(),
          violation.begunAt(),
          violation.lastAt(),
          violation.endedAt());
    }
  }

  /** Of each container that runs on a server that is watched, what it uses now. */
  @Requires(value = SelectedServers.READ, on = Requires.On.ANY_SCOPE)
  @GetMapping("/usage")
  Page<UsageDocument> usage(
      @RequestParam(defaultValue = "all") String selector,
      @RequestParam(required = false) @Nullable String container,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    List<UsageDocument> found = new ArrayList<>();
    for (Server server : selected.seen(caller, selector)) {
      history.latest(caller.organisation(), id(server), Instant.now().minus(CURRENT)).stream()
          .filter(taken -> container == null || container.equals(taken.sample().container()))
          .map(taken -> UsageDocument.of(server, taken))
          .forEach(found::add);
    }
    return new Page<>(found, null);
  }

  /**
   * What containers have used, by the minute, the oldest first; of each server the newest 5,000.
   *
   * @param since an instant; the last hour by default
   */
  @Requires(value = SelectedServers.READ, on = Requires.On.ANY_SCOPE)
  @GetMapping("/history")
  Page<MinuteDocument> history(
      @RequestParam(defaultValue = "all") String selector,
      @RequestParam(required = false) @Nullable String container,
      @RequestParam(required = false) @Nullable String since,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Instant from = since == null ? Instant.now().minus(Duration.ofHours(1)) : instant(since);
    List<MinuteDocument> found = new ArrayList<>();
    for (Server server : selected.seen(caller, selector)) {
      history.minutes(caller.organisation(), id(server), container, from).stream()
          .map(minute -> MinuteDocument.of(server, minute))
          .forEach(found::add);
    }
    return new Page<>(found, null);
  }

  /**
   * What containers have too much of, of each server the newest first.
   *
   * @param ended also those that are over
   */
  @Requires(value = SelectedServers.READ, on = Requires.On.ANY_SCOPE)
  @GetMapping("/violations")
  Page<ViolationDocument> violations(
      @RequestParam(defaultValue = "all") String selector,
      @RequestParam(required = false) @Nullable String container,
      @RequestParam(defaultValue = "false") boolean ended,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    List<ViolationDocument> found = new ArrayList<>();
    for (Server server : selected.seen(caller, selector)) {
      violations.list(caller.organisation(), id(server), container, ended).stream()
          .map(violation -> ViolationDocument.of(server, violation))
          .forEach(found::add);
    }
    return new Page<>(found, null);
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw ApiException.invalid("since", "must be an instant, such as 2026-01-31T12:00:00Z");
    }
  }

  private static String id(Server server) {
    return Objects.requireNonNull(server.id());
  }
}
