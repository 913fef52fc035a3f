package dev.holdfast.activities.containers;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import dev.holdfast.activities.journal.Journal;
import dev.holdfast.activities.journal.Journal.Entry;
import dev.holdfast.activities.journal.Journal.Outcome;
import dev.holdfast.activities.ssh.ServerLookup;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.step.Failures;
import dev.holdfast.activities.step.StepServers;
import dev.holdfast.activities.step.StoringListener;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.step.Step;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Isolates and releases containers through the journals of their servers. Thread-safe. */
public final class Quarantines implements QuarantineActivities {
  private static final Duration ANSWER = Duration.ofSeconds(50);
  private static final Duration ISOLATING = Duration.ofMinutes(2);
  private static final Duration RELEASING = Duration.ofMinutes(3);
  private static final String NOTE = "note ";

  private final StepServers servers;
  private final Engines engines;
  private final Ssh ssh;
  private final Journal journal;
  private final StepLogs logs;
  private final EvidenceCollection evidence;

  public Quarantines(
      ServerLookup servers,
      Engines engines,
      Ssh ssh,
      Journal journal,
      StepLogs logs,
      EvidenceCollection evidence) {
    this.servers = new StepServers(servers);
    this.engines = engines;
    this.ssh = ssh;
    this.journal = journal;
    this.logs = logs;
    this.evidence = evidence;
  }

  @Override
  public Observed observeContainer(ObserveRequest request) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    Server server = servers.of(request.step());
    return EngineRefusals.translated(() -> {
      QuarantineMarks marks = QuarantineMarks.of(ssh, server);
      return engines.use(
          server,
          ANSWER,
          () -> context.heartbeat(null),
          engine ->
              NamedContainers.find(engine, request.container())
                  .map(found -> ObservedContainer.of(found, sharing(engine, found), marks))
                  .orElseGet(() -> ObservedContainer.none(request.container(), marks)));
    });
  }

  private static List<String> sharing(Engine engine, InspectContainerResponse container) {
    return engine.client().listContainersCmd().exec().stream()
        .filter(other ->
            other.getHostConfig() != null
                && ("container:" + container.getId())
                    .equals(other.getHostConfig().getNetworkMode()))
        .map(Quarantines::name)
        .sorted()
        .toList();
  }

  private static String name(Container container) {
    return Arrays.stream(container.getNames())
        .findFirst()
        .map(name -> name.replaceFirst("^/", ""))
        .orElse(container.getId());
  }

  @Override
  public Isolated isolateContainer(IsolateRequest request) {
    return run(
        request.step(),
        QuarantineScript.isolate(request.mark(), request.input().freeze()),
        ISOLATING);
  }

  @Override
  public Isolated releaseContainer(ReleaseRequest request) {
    return run(request.step(), QuarantineScript.release(request.id(), request.only()), RELEASING);
  }

  @Override
  public Evidence keepEvidence(EvidenceRequest request) {
    Server server = servers.of(request.step());
    return EngineRefusals.translated(() -> evidence.keep(server, request));
  }

  private Isolated run(Step step, String script, Duration longest) {
    Server server = servers.of(step);
    Entry entry = new Entry(step, script, longest);
    Outcome outcome =
        Failures.translated(() -> journal.run(server, entry, new StoringListener(logs, step)));
    return switch (outcome) {
      case Outcome.Finished(int code, boolean late, String tail) -> ended(code, late, tail);
      case Outcome.Interrupted(String reason) -> new Isolated(reason, null, List.of());
      case Outcome.Fenced(long seen) -> throw Failures.fenced(step, seen);
    };
  }

  private static Isolated ended(int code, boolean late, String tail) {
    List<String> notes =
        tail.lines()
            .filter(line -> line.startsWith(NOTE))
            .map(line -> line.substring(NOTE.length()))
            .toList();
    if (late) {
      return new Isolated("the engine did not answer in time", null, notes);
    }
    String rest = String.join("\n", tail.lines().filter(line -> !line.startsWith(NOTE)).toList());
    return new Isolated(null, code == 0 ? null : EngineRefusals.complaint(rest), notes);
  }
}
