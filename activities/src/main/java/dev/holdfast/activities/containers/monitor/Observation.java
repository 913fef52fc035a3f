package dev.holdfast.activities.containers.monitor;

import dev.holdfast.activities.containers.Engine;
import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.platform.containers.Breach;
import dev.holdfast.platform.containers.ContainerLimits;
import dev.holdfast.platform.containers.ContainerObservations.Absent;
import dev.holdfast.platform.containers.ContainerSample;
import dev.holdfast.platform.containers.MonitoredServer;
import dev.holdfast.platform.containers.SetLimits;
import dev.holdfast.platform.containers.Violation;
import dev.holdfast.platform.setting.Setting;
import dev.holdfast.schemas.containers.monitor.ContainerMonitorActivities.End;
import dev.holdfast.schemas.containers.monitor.ViolationKind;
import dev.holdfast.schemas.server.Server;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Watches the containers of one server over one session, a sample every ten seconds. */
final class Observation {
  private static final Duration EVERY = Duration.ofSeconds(10);

  /** What is too much in one sample is looked at again soon, so that it is told in time. */
  private static final Duration SOON = Duration.ofSeconds(2);

  /** Then another one goes on, so that histories and sessions do not grow old. */
  private static final Duration LONGEST = Duration.ofHours(12);

  /** Without a new connection for so long, one to where none is expected is over. */
  private static final Duration QUIET = Duration.ofMinutes(5);

  /** Longer than from one sample to the next: a figure at its limit is not told again and again. */
  private static final Duration SETTLED = Duration.ofSeconds(15);

  private final MonitorRecords records;
  private final String id;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Usage usage = new Usage();
  private final Judgement judgement = new Judgement();
  private final SampleReader reader;
  private volatile long moved = System.nanoTime();
  private volatile boolean sampled;

  Observation(MonitorRecords records, Ssh ssh, Server server, String id) {
    this.records = records;
    this.id = id;
    reader = new SampleReader(ssh, server);
  }

  /** Takes samples until nobody wants them any more, it has lasted long enough, or it is ended. */
  End run(Engine engine) {
    Instant until = Instant.now().plus(LONGEST);
    RunningContainers containers = new RunningContainers(engine);
    Optional<MonitoredServer> wanted = wanted();
    if (wanted.isEmpty()) {
      return End.OVER;
    }
    UnexpectedDestinations destinations =
        new UnexpectedDestinations(wanted.get(), records.learnt());
    try (reader) {
      reader.start();
      long next = System.nanoTime();
      while (wanted.isPresent() && Instant.now().isBefore(until)) {
        sample(wanted.get(), containers, destinations);
        moved = System.nanoTime();
        Duration pause = judgement.isUndecided() ? SOON : EVERY;
        next = Math.max(next + pause.toNanos(), moved);
        if (over.await(next - moved, TimeUnit.NANOSECONDS)) {
          return End.HANDED_OVER;
        }
        wanted = wanted();
      }
      return wanted.isPresent() ? End.HANDED_OVER : End.OVER;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return End.HANDED_OVER;
    }
  }

  private Optional<MonitoredServer> wanted() {
    return records.monitors().find(id).filter(MonitoredServer::wanted);
  }

  /** From another thread: nothing more is recorded, and the session ends. */
  void end() {
    over.countDown();
    reader.close();
  }

  boolean sampled() {
    return sampled;
  }

  /** How long ago something was recorded. */
  Duration still() {
    return Duration.ofNanos(System.nanoTime() - moved);
  }

  private void sample(
      MonitoredServer monitored,
      RunningContainers containers,
      UnexpectedDestinations destinations) {
    List<RunningContainer> running = containers.now();
    ServerReading reading = reader.sample(running);
    Instant at = Instant.now();
    reading.gone().forEach(containers::restarted);
    Map<String, ContainerSample> samples = usage.of(running, reading);
    judgement.begin(samples.values());
    Map<String, ContainerLimits> set = records.limits().of(monitored.organisation(), id);
    ContainerLimits defaults = records.limits().defaults();
    Duration learning = Duration.ofMinutes(records.settings().get(Setting.CONTAINERS_LEARN));
    List<Breach> breaches = new ArrayList<>();
    for (RunningContainer one : running) {
      ContainerSample sample = samples.get(one.id());
      ContainerReading read = reading.readings().get(one.id());
      if (sample != null && read != null) {
        ContainerLimits limits = SetLimits.of(set, defaults, one.name());
        breaches.addAll(judgement.breaches(sample, limits));
        breaches.addAll(
            destinations.breaches(one, read, reading.connections(one), limits, learning, at));
      }
    }
    if (over.getCount() == 0) {
      return;
    }
    Set<String> names = running.stream().map(RunningContainer::name).collect(Collectors.toSet());
    records
        .observations()
        .record(
            monitored,
            at,
            List.copyOf(samples.values()),
            breaches,
            open -> absent(open, names, at));
    records.monitors().watching(id, message(reading));
    sampled = true;
  }

  private Absent absent(Violation open, Set<String> running, Instant at) {
    if (!running.contains(open.breach().container())) {
      return Absent.CONTAINER_GONE;
    }
    boolean destination = open.breach().kind() == ViolationKind.DESTINATION;
    if (!open.lastAt().isBefore(at.minus(destination ? QUIET : SETTLED))) {
      return Absent.STAYS;
    }
    return destination ? Absent.BACK_TO_NORMAL : judgement.absent(open.breach());
  }

  private static @Nullable String message(ServerReading reading) {
    return reading.notRecorded() == null
        ? null
        : "where containers connect to is not watched: " + reading.notRecorded();
  }
}
