package dev.holdfast.workflows.containers;

import static java.util.stream.Collectors.joining;

import dev.holdfast.schemas.containers.control.ContainerControlActivities;
import dev.holdfast.schemas.containers.control.ContainerControlActivities.ControlRequest;
import dev.holdfast.schemas.containers.control.ContainerControlActivities.Controlled;
import dev.holdfast.schemas.containers.control.ContainerControlActivities.FindRequest;
import dev.holdfast.schemas.containers.control.ContainerControlActivities.Found;
import dev.holdfast.schemas.containers.control.ContainerControlInput;
import dev.holdfast.schemas.containers.control.ContainerControlOnServer;
import dev.holdfast.schemas.failure.Component;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.server.ServerNames;
import dev.holdfast.workflows.engine.ServerRun;
import dev.holdfast.workflows.engine.ServerRun.Done;
import dev.holdfast.workflows.engine.StepLimits;
import dev.holdfast.workflows.engine.Steps;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Starts, stops, restarts or removes containers on one server, under its lease; a dry run takes
 * none.
 */
public final class ContainerControlOnServerWorkflowImpl implements ContainerControlOnServer {
  private static final int GENERATIONS = 3;

  private final ContainerControlInput input;
  private final String server;
  private final ServerRun<ContainerControlInput> run;

  @WorkflowInit
  public ContainerControlOnServerWorkflowImpl(ServerRequest<ContainerControlInput> request) {
    input = request.operation().input();
    server = ServerNames.within(request.server());
    run = new ServerRun<>(request);
  }

  @Override
  public ServerResult run(ServerRequest<ContainerControlInput> request) {
    return request.operation().dryRun() ? run.reading(this::compare) : run.changing(this::control);
  }

  private Done compare(Steps steps) {
    List<Found> before = find(steps, "find", "Look at", input.containers());
    return refused(done(before, toChange(before), refusal(before)));
  }

  private Done control(Steps steps) {
    List<Found> before = find(steps, "find", "Look at", input.containers());
    List<Found> change = toChange(before);
    String refusal = refusal(before);
    if (refusal != null || change.isEmpty()) {
      return refused(done(before, List.of(), refusal));
    }
    Controlled controlled = control(steps, change, 1);
    for (int generation = 2;
        controlled.unknown() != null && generation <= GENERATIONS;
        generation++) {
      controlled = control(steps, change, generation);
    }
    // What the command said is one thing, what is there now another.
    List<Found> after = find(steps, "check", "Check", change.stream().map(Found::name).toList());
    List<Found> changed = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    FailureOrigin first = null;
    for (Found one : change) {
      String problem = problem(one, now(one, after));
      if (problem == null) {
        changed.add(one);
      } else {
        problems.add(problem);
        first = first == null ? origin(one, now(one, after)) : first;
      }
    }
    Done done = done(before, changed, problems.isEmpty() ? null : error(controlled, problems));
    return first == null ? done : done.from(first);
  }

  private static Done refused(Done done) {
    return done.refused(FailureOrigin.of(Component.DOCKER));
  }

  private static FailureOrigin origin(Found before, Optional<Found> after) {
    return FailureOrigin.ofContainer(
        before.name(), after.map(found -> found.running() ? "running" : "exited").orElse("gone"));
  }

  private static String error(Controlled controlled, List<String> problems) {
    String said =
        controlled.unknown() != null
            ? "interrupted " + GENERATIONS + " times: " + controlled.unknown()
            : controlled.error();
    return String.join("; ", problems) + (said == null ? "" : ": " + said);
  }

  private List<Found> toChange(List<Found> before) {
    return before.stream()
        .filter(container ->
            switch (input.action()) {
              case START -> !container.running();
              case STOP -> container.running();
              case RESTART -> true;
              case REMOVE -> container.exists();
            })
        .toList();
  }

  /** Why nothing is done on this server; null where it can be. */
  private @Nullable String refusal(List<Found> before) {
    List<String> running = before.stream().filter(Found::running).map(Found::name).toList();
    List<String> missing =
        before.stream().filter(container -> !container.exists()).map(Found::name).toList();
    Optional<Found> isolated =
        before.stream().filter(container -> container.quarantine() != null).findFirst();
    if (isolated.isPresent()) {
      return Quarantined.refusal(
          isolated.get().name(), String.valueOf(isolated.get().quarantine()), server);
    }
    return switch (input.action()) {
      case START, STOP, RESTART ->
          missing.isEmpty()
              ? null
              : "nothing was changed: there is no container " + String.join(", ", missing);
      case REMOVE ->
          running.isEmpty() || input.force()
              ? null
              : "nothing was changed: %s still running; stop it first, or remove it by force"
                  .formatted(String.join(", ", running) + (running.size() == 1 ? " is" : " are"));
    };
  }

  private static Optional<Found> now(Found before, List<Found> after) {
    return after.stream()
        .filter(found -> found.name().equals(before.name()))
        .filter(found -> Objects.equals(found.id(), before.id()))
        .findFirst();
  }

  /** What is not as it was to be; null where all is. */
  private @Nullable String problem(Found before, Optional<Found> after) {
    boolean running = after.isPresent() && after.get().running();
    return switch (input.action()) {
      case START -> running ? null : notRunning(before, after);
      case STOP -> running ? before.name() + " still runs" : null;
      case RESTART ->
          !running
              ? notRunning(before, after)
              : Objects.equals(after.get().startedAt(), before.startedAt())
                  ? before.name() + " was not restarted"
                  : null;
      case REMOVE -> after.isPresent() ? before.name() + " is still there" : null;
    };
  }

  private static String notRunning(Found before, Optional<Found> after) {
    return after
        .map(found ->
            "%s does not run (exit code %d); ./holdfast containers logs shows what it printed"
                .formatted(before.name(), found.exitCode()))
        .orElse(before.name() + " is gone");
  }

  private Done done(List<Found> before, List<Found> changed, @Nullable String error) {
    return new Done(
        changed.size(),
        error == null ? before.size() - changed.size() : 0,
        error,
        Map.of("changed", changed.stream().map(Found::name).toList()));
  }

  private List<Found> find(Steps steps, String key, String verb, List<String> names) {
    return steps
        .run(
            ContainerControlActivities.class,
            key,
            1,
            verb + " " + shown(names),
            StepLimits.READ,
            (activities, step) -> activities.findContainers(new FindRequest(step, names)))
        .containers();
  }

  private Controlled control(Steps steps, List<Found> targets, int generation) {
    String action = input.action().word();
    return steps.run(
        ContainerControlActivities.class,
        action,
        generation,
        Character.toUpperCase(action.charAt(0))
            + action.substring(1)
            + " "
            + shown(targets.stream().map(Found::name).toList()),
        StepLimits.running(input.longest()),
        (activities, step) ->
            activities.controlContainers(new ControlRequest(step, input, targets)));
  }

  private static String shown(List<String> names) {
    return names.size() <= 3
        ? String.join(", ", names)
        : names.stream().limit(2).collect(joining(", ")) + " and " + (names.size() - 2) + " more";
  }
}
