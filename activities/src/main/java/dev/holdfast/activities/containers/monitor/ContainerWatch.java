package dev.holdfast.activities.containers.monitor;

import com.github.dockerjava.api.exception.DockerException;
import dev.holdfast.activities.audit.CommandContext;
import dev.holdfast.activities.containers.Engines;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.ServerLookup;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.platform.containers.MonitoredServer;
import dev.holdfast.schemas.containers.monitor.ContainerMonitor.Watch;
import dev.holdfast.schemas.containers.monitor.ContainerMonitorActivities;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.schemas.server.Server;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Watches the containers of servers. Thread-safe. */
public final class ContainerWatch implements ContainerMonitorActivities {
  /** Longer than an observation lasts by itself. */
  private static final Duration LONGEST = Duration.ofHours(13);

  /** Six samples: then the engine, the server or the way to it hangs. */
  private static final Duration STILL = Duration.ofSeconds(60);

  private static final Duration TO_CLEAN = Duration.ofSeconds(20);

  /** For this process to be gone before it would take the same one again. */
  private static final Duration TO_LEAVE = Duration.ofSeconds(2);

  /** What the script has made, and nothing else of the server's rules. */
  private static final String CLEAN =
      """
      ! command -v nft >/dev/null || ! nft list table inet holdfast_monitor >/dev/null 2>&1 ||
        nft delete table inet holdfast_monitor
      """;

  private final ServerLookup servers;
  private final Engines engines;
  private final Ssh ssh;
  private final MonitorRecords records;
  private volatile boolean leaving;

  public ContainerWatch(ServerLookup servers, Engines engines, Ssh ssh, MonitorRecords records) {
    this.servers = servers;
    this.engines = engines;
    this.ssh = ssh;
    this.records = records;
  }

  /** This process goes down: what it watches is left to another one at once. */
  public void leave() {
    leaving = true;
  }

  @Override
  public Watched watchContainers(Watch watch) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    Optional<MonitoredServer> monitored = records.monitors().find(watch.server());
    Optional<Server> server =
        servers.find(watch.name()).filter(found -> watch.server().equals(found.id()));
    if (monitored.isEmpty() || server.isEmpty()) {
      return new Watched(End.OVER, false, watch.queue(), null);
    }
    String queue = TaskQueues.watch(server.get().region());
    if (!queue.equals(watch.queue())) {
      return new Watched(End.HANDED_OVER, false, queue, null);
    }
    return CommandContext.current().silently(() -> watch(watch, server.get(), context));
  }

  private Watched watch(Watch watch, Server server, ActivityExecutionContext context) {
    Observation observation = new Observation(records, ssh, server, watch.server());
    Supplier<Watched> ended =
        () -> new Watched(stopped(watch, server), observation.sampled(), watch.queue(), null);
    if (!records.monitors().find(watch.server()).map(MonitoredServer::wanted).orElse(false)) {
      return ended.get();
    }
    try {
      End end =
          engines.use(server, LONGEST, () -> alive(context, server, observation), observation::run);
      return end == End.OVER
          ? ended.get()
          : new Watched(end, observation.sampled(), watch.queue(), null);
    } catch (SshException | DockerException e) {
      if (e instanceof SshException given && given.type() == FailureType.WORKER_LOST) {
        throw e; // the next worker continues
      }
      String why = String.valueOf(e.getMessage());
      records.monitors().unreachable(watch.server(), why);
      return new Watched(End.UNREACHABLE, observation.sampled(), watch.queue(), why);
    } finally {
      observation.end();
    }
  }

  private void alive(ActivityExecutionContext context, Server server, Observation observation) {
    context.heartbeat(null);
    if (leaving) {
      throw ApplicationFailure.newBuilder()
          .setMessage("this worker is shut down; another one continues")
          .setType("LEAVING")
          .setNextRetryDelay(TO_LEAVE)
          .build();
    }
    if (observation.still().compareTo(STILL) > 0) {
      throw new SshException(
          FailureType.UNREACHABLE,
          "%s (%s:%d) or its Docker engine has not answered for %d s"
              .formatted(server.name(), server.address(), server.port(), STILL.toSeconds()),
          null);
    }
  }

  /** Cleans up and tells that nothing is watched any more, unless somebody wants it again. */
  private End stopped(Watch watch, Server server) {
    Optional<MonitoredServer> monitored = records.monitors().find(watch.server());
    if (monitored.isEmpty()) {
      return End.OVER;
    }
    String left = clean(server);
    if (!records.monitors().stopped(watch.server(), left)) {
      return End.HANDED_OVER;
    }
    records.observations().close(monitored.get(), Instant.now());
    return End.OVER;
  }

  /** What is left on the server; null for nothing. */
  private @Nullable String clean(Server server) {
    try {
      var answer = ssh.exec(server, Command.rootScript(CLEAN, TO_CLEAN));
      return answer.exitCode() == 0 ? null : left(answer.stderr().strip());
    } catch (SshException e) {
      return left(String.valueOf(e.getMessage()));
    }
  }

  private static String left(String why) {
    return "the table inet holdfast_monitor of nftables, which only counts, may still be there: "
        + why;
  }
}
