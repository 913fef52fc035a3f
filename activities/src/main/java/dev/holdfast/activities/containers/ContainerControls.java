package dev.holdfast.activities.containers;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.journal.Journal.Entry;
import dev.holdfast.activities.journal.Journal.Outcome;
import dev.holdfast.activities.ssh.ServerLookup;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.step.Failures;
import dev.holdfast.activities.step.StepServers;
import dev.holdfast.activities.step.StoringListener;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.schemas.containers.control.ContainerControlActivities;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Duration;

/** Changes containers through the journals of their servers. Thread-safe. */
public final class ContainerControls implements ContainerControlActivities {
  private static final Duration ANSWER = Duration.ofSeconds(50);

  private final StepServers servers;
  private final Engines engines;
  private final Ssh ssh;
  private final Journal journal;
  private final StepLogs logs;

  public ContainerControls(
      ServerLookup servers, Engines engines, Ssh ssh, Journal journal, StepLogs logs) {
    this.servers = new StepServers(servers);
    this.engines = engines;
    this.ssh = ssh;
    this.journal = journal;
    this.logs = logs;
  }

  @Override
  public FoundContainers findContainers(FindRequest request) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    Server server = servers.of(request.step());
    return EngineRefusals.translated(() -> {
      QuarantineMarks marks = QuarantineMarks.of(ssh, server);
      return engines.use(
          server,
          ANSWER,
          () -> context.heartbeat(null),
          engine ->
              new FoundContainers(
                  request.containers().stream().map(name -> find(engine, name, marks)).toList()));
    });
  }

  private static Found find(Engine engine, String name, QuarantineMarks marks) {
    return NamedContainers.find(engine, name)
        .map(container -> found(name, container, marks))
        .orElseGet(() -> Found.none(name));
  }

  private static Found found(
      String name, InspectContainerResponse container, QuarantineMarks marks) {
    InspectContainerResponse.ContainerState state = container.getState();
    return new Found(
        name,
        container.getId(),
        Boolean.TRUE.equals(state.getRunning()),
        state.getStartedAt(),
        state.getExitCodeLong() == null ? null : state.getExitCodeLong().intValue(),
        marks.reason(container));
  }

  @Override
  public Controlled controlContainers(ControlRequest request) {
    Step step = request.step();
    Server server = servers.of(step);
    Entry entry =
        new Entry(
            step,
            ControlScript.of(request.input(), request.containers()),
            request.input().longest());
    Outcome outcome =
        Failures.translated(() -> journal.run(server, entry, new StoringListener(logs, step)));
    return switch (outcome) {
      case Outcome.Finished(int code, var _, String _) when code == 0 -> new Controlled(null, null);
      case Outcome.Finished(int _, var _, String tail) ->
          new Controlled(null, EngineRefusals.complaint(tail));
      case Outcome.Interrupted(String reason) -> new Controlled(reason, null);
      case Outcome.Fenced(long seen) -> throw Failures.fenced(step, seen);
    };
  }
}
