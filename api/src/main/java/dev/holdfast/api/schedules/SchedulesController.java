package dev.holdfast.api.schedules;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.operations.OperationStarts;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.api.quotas.Room;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.platform.schedule.Schedule;
import dev.holdfast.platform.schedule.Schedules;
import dev.holdfast.platform.schedule.Timing;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keeps schedules: operations that start by themselves. */
@RestController
@RequestMapping("/api/v1/schedules")
final class SchedulesController {
  private static final String NAME = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final Duration LONGEST_APPROVAL = Duration.ofDays(366);
  private static final Duration LONGEST_BACKFILL = Duration.ofDays(366);
  private static final int MOST_NEXT = 100;
  private static final int SHOWN_NEXT = 5;
  private static final int SHOWN_RUNS = 20;
  private static final int MOST_BACKFILLED = 500;

  private final CallerAccess access;
  private final Schedules schedules;
  private final ScheduleSync sync;
  private final TemporalSchedules temporal;
  private final OperationStarts starts;
  private final JsonMapper json;

  SchedulesController(
      CallerAccess access,
      Schedules schedules,
      ScheduleSync sync,
      TemporalSchedules temporal,
      OperationStarts starts,
      JsonMapper json) {
    this.access = access;
    this.schedules = schedules;
    this.sync = sync;
    this.temporal = temporal;
    this.starts = starts;
    this.json = json;
  }

  /**
   * A schedule whose operation, timing and owner are right; Temporal is told at once if it can be.
   */
  @Requires("schedules:write")
  @PostMapping
  ResponseEntity<ScheduleDocument> create(
      @RequestBody ScheduleRequest request, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Instant now = Instant.now();
    List<FieldError> errors = new ArrayList<>();
    Timing timing = check(request, now, errors);
    OperationStarts.@Nullable Asked asked = null;
    JsonNode operation = request.operation();
    if (operation == null || !operation.isObject()) {
      errors.add(
          new FieldError(
              "operation", "is missing: what to start, as the body of POST /operations"));
    } else {
      if (operation.path("approve").asBoolean(false)) {
        errors.add(
            new FieldError("operation.approve", "cannot be kept for ever: use approveUntil"));
      }
      try {
        asked = starts.check(operation, caller);
      } catch (ApiException e) {
        if (e.problem().errors().isEmpty()) {
          if (errors.isEmpty() || e.problem().status() != HttpStatus.NOT_FOUND.value()) {
            throw e;
          }
          // Told with the other fields that are wrong.
          errors.add(new FieldError("operation.type", String.valueOf(e.getMessage())));
        }
        e.problem()
            .errors()
            .forEach(
                error -> errors.add(new FieldError("operation." + error.field(), error.message())));
      }
    }
    if (!errors.isEmpty() || timing == null || asked == null || request.name() == null) {
      throw ApiException.invalid(errors);
    }
    if (request.approveUntil() != null) {
      access.require(caller, CallerAccess.DECIDE);
    }
    var schedule =
        new Schedule(
            "sch-" + UUID.randomUUID().toString().substring(0, 18).replace("-", ""),
            caller.organisation(),
            request.name(),
            caller.name(),
            asked.type(),
            asked.selector(),
            timing,
            request.approveUntil(),
            now,
            null);
    String starting = json.writeValueAsString(operation);
    if (!Room.within(() -> schedules.insert(schedule, starting))) {
      throw ApiException.conflict(
          "schedule-exists",
          "There is a schedule '" + schedule.name() + "' already; delete it first.");
    }
    Actions.onPlatform(
        "schedule create %s: %s on %s"
            .formatted(schedule.name(), schedule.operation(), schedule.selector()));
    sync.sync(schedule);
    return ResponseEntity.created(URI.create("/api/v1/schedules/" + schedule.name()))
        .body(document(named(caller, schedule.name())));
  }

  @Requires("schedules:read")
  @GetMapping
  Page<ScheduleDocument> list(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return new Page<>(
        schedules.all(caller.organisation()).stream().map(this::listed).toList(), null);
  }

  /**
   * @param next how many of the next times are shown
   */
  @Requires("schedules:read")
  @GetMapping("/{name}")
  ScheduleDocument show(
      @PathVariable String name,
      @RequestParam(defaultValue = "" + SHOWN_NEXT) int next,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return document(named(caller, name), Math.clamp(next, 0, MOST_NEXT));
  }

  /** Why, for whoever looks at it later. */
  record PauseRequest(@Nullable String note) {}

  @Requires("schedules:write")
  @PostMapping("/{name}/pause")
  ScheduleDocument pause(
      @PathVariable String name,
      @RequestBody(required = false) @Nullable PauseRequest request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Schedule schedule = named(caller, name);
    String why = request == null || request.note() == null ? "" : ": " + request.note();
    Actions.onPlatform("schedule pause " + name + why);
    temporal.pause(schedule, "by " + caller.name() + why);
    return document(schedule);
  }

  @Requires("schedules:write")
  @PostMapping("/{name}/resume")
  ScheduleDocument resume(
      @PathVariable String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Schedule schedule = startable(name, caller);
    Actions.onPlatform("schedule resume " + name);
    temporal.resume(schedule, "resumed by " + caller.name());
    return document(schedule);
  }

  /** Fires now, whether it is paused or not, as its overlap policy allows. */
  @Requires("schedules:write")
  @PostMapping("/{name}/trigger")
  @ResponseStatus(HttpStatus.ACCEPTED)
  ScheduleDocument trigger(
      @PathVariable String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Schedule schedule = startable(name, caller);
    Actions.onPlatform("schedule trigger " + name);
    temporal.trigger(schedule);
    return document(schedule);
  }

  /** Times that were missed: from and to are included. */
  record BackfillRequest(@Nullable Instant from, @Nullable Instant to) {}

  @Requires("schedules:write")
  @PostMapping("/{name}/backfill")
  @ResponseStatus(HttpStatus.ACCEPTED)
  ScheduleDocument backfill(
      @PathVariable String name,
      @RequestBody BackfillRequest request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Schedule schedule = startable(name, caller);
    Instant from = request.from();
    Instant to = request.to();
    if (from == null || to == null) {
      throw ApiException.invalid(from == null ? "from" : "to", "is missing");
    }
    if (!from.isBefore(to) || to.isAfter(Instant.now())) {
      throw ApiException.invalid("to", "must be after from, and not in the future");
    }
    if (Duration.between(from, to).compareTo(LONGEST_BACKFILL) > 0) {
      throw ApiException.invalid("from", "must be at most a year before to");
    }
    if (!schedule.timing().timetable().after(from, MOST_BACKFILLED).getLast().isAfter(to)) {
      throw ApiException.invalid(
          "from", "means more than " + MOST_BACKFILLED + " starts; choose a shorter time");
    }
    Actions.onPlatform("schedule backfill %s --from %s --to %s".formatted(name, from, to));
    temporal.backfill(schedule, from, to);
    return document(schedule);
  }

  @Requires("schedules:write")
  @DeleteMapping("/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(@PathVariable String name, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Schedule schedule = named(caller, name);
    Actions.onPlatform("schedule delete " + name);
    if (schedules.remove(schedule.id())) {
      sync.remove(schedule.id());
    }
  }

  private static @Nullable Timing check(
      ScheduleRequest request, Instant now, List<FieldError> errors) {
    if (request.name() == null || !request.name().matches(NAME)) {
      errors.add(
          new FieldError(
              "name",
              request.name() == null
                  ? "is missing"
                  : "must be 1 to 63 lower-case letters, digits and hyphens, such as nightly-check"));
    }
    Instant until = request.approveUntil();
    if (until != null && (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_APPROVAL)))) {
      errors.add(new FieldError("approveUntil", "must be in the future, at most a year from now"));
    }
    try {
      return request.timing();
    } catch (IllegalArgumentException e) {
      errors.add(FieldError.of(e));
      return null;
    }
  }

  /** One that acts with its owner's grants when somebody else starts it: they need the same. */
  private Schedule startable(String name, Caller caller) {
    Schedule schedule = named(caller, name);
    if (!schedule.owner().equals(caller.name())) {
      access.requireEverywhere(caller, schedule.operation() + ":run");
      if (schedule.approves(Instant.now())) {
        access.requireEverywhere(caller, CallerAccess.DECIDE);
      }
    }
    return schedule;
  }

  private Schedule named(Caller caller, String name) {
    return schedules
        .named(caller.organisation(), name)
        .orElseThrow(() ->
            ApiException.notFound("unknown-schedule", "There is no schedule '" + name + "'."));
  }

  private ScheduleDocument listed(Schedule schedule) {
    return ScheduleDocument.of(schedule, temporal.state(schedule), next(schedule, 1), null);
  }

  private ScheduleDocument document(Schedule schedule) {
    return document(schedule, SHOWN_NEXT);
  }

  private ScheduleDocument document(Schedule schedule, int next) {
    return ScheduleDocument.of(
        schedule,
        temporal.state(schedule),
        next(schedule, next),
        schedules.runs(schedule.id(), SHOWN_RUNS));
  }

  private static List<Instant> next(Schedule schedule, int count) {
    return schedule.timing().timetable().after(Instant.now(), count);
  }
}
