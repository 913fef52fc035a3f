package dev.holdfast.activities.containers;

import dev.holdfast.activities.audit.CommandContext;
import dev.holdfast.activities.containers.ContainerReads.Count;
import dev.holdfast.activities.ssh.ServerLookup;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.step.Failures;
import dev.holdfast.activities.step.LogSink;
import dev.holdfast.activities.step.ReadingDelivery;
import dev.holdfast.activities.step.StepServers;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.platform.containers.QuarantineDecisions;
import dev.holdfast.platform.containers.QuarantineDecisions.Asked;
import dev.holdfast.platform.redaction.Redactor;
import dev.holdfast.schemas.containers.ContainerActivities;
import dev.holdfast.schemas.containers.ContainersInput;
import dev.holdfast.schemas.containers.quarantine.QuarantineActivities.Mark;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.ServerNames;
import dev.holdfast.schemas.step.Step;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/** Works with the container engines of servers. Thread-safe. */
public final class ServerContainers implements ContainerActivities {
  private static final Duration ANSWER = Duration.ofSeconds(50);

  /** Of each stream, as of a command. */
  private static final long KEPT = 1L << 30;

  private final StepServers servers;
  private final Engines engines;
  private final Ssh ssh;
  private final StepLogs logs;
  private final QuarantineDecisions decisions;

  public ServerContainers(
      ServerLookup servers,
      Engines engines,
      Ssh ssh,
      StepLogs logs,
      QuarantineDecisions decisions) {
    this.servers = new StepServers(servers);
    this.engines = engines;
    this.ssh = ssh;
    this.logs = logs;
    this.decisions = decisions;
  }

  @Override
  public Read readContainers(ReadRequest request) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    ContainersInput input = request.input();
    Server server = servers.of(request.step());
    Step stored = ReadingDelivery.of(request.step());
    LogSink out = new LogSink(logs, stored, false, KEPT);
    LogSink err = new LogSink(logs, stored, true, KEPT);
    Redactor redactor = CommandContext.current().redactor();
    Count count;
    try (OutputStream shownOut = redactor.redacting(out);
        OutputStream shownErr = redactor.redacting(err)) {
      ContainerReads reads =
          new ContainerReads(
              input,
              marks(input, server),
              mark -> decision(mark, server),
              sockets(input, server),
              shownOut,
              shownErr);
      count =
          EngineRefusals.translated(() ->
              engines.use(
                  server,
                  ANSWER.plus(input.following()),
                  () -> {
                    context.heartbeat(null);
                    out.flushIfDue();
                    err.flushIfDue();
                  },
                  reads::from));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Read(count.all(), count.running(), stored.generation(), out.stored(), err.stored());
  }

  private QuarantineMarks marks(ContainersInput input, Server server) {
    return input.show() == ContainersInput.Show.QUARANTINED
        ? Failures.translated(() -> QuarantineMarks.of(ssh, server))
        : QuarantineMarks.NONE;
  }

  private Optional<Asked> decision(Mark mark, Server server) {
    return decisions.find(
        ServerNames.organisation(server.name()), mark.operation(), server.name(), mark.by());
  }

  private String sockets(ContainersInput input, Server server) {
    return input.show() == ContainersInput.Show.PORTS
        ? Failures.translated(() -> Sockets.of(ssh, server))
        : "";
  }
}
