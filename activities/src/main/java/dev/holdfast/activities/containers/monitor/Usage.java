package dev.holdfast.activities.containers.monitor;

import dev.holdfast.activities.containers.monitor.RunningContainer.Network;
import dev.holdfast.platform.containers.ContainerSample;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes figures of readings: the CPU needs two of them. */
final class Usage {
  private static final double NANOS = 1e9;
  private static final int PERCENT = 100;

  /** A shorter time says nothing: every start takes CPU. */
  private static final double LEAST_AGE = 3;

  private static final double NEW_AGE = 15;

  private Map<String, Before> before = new HashMap<>();

  private record Before(double uptime, ContainerReading reading) {}

  /** The figures of the containers of which there is a reading, by their ids. */
  Map<String, ContainerSample> of(Iterable<RunningContainer> running, ServerReading now) {
    Map<String, ContainerSample> samples = new HashMap<>();
    Map<String, Before> next = new HashMap<>();
    for (RunningContainer one : running) {
      ContainerReading reading = now.readings().get(one.id());
      if (reading != null) {
        samples.put(one.id(), sample(one, reading, now));
        next.put(one.id(), new Before(now.uptime(), reading));
      }
    }
    before = next;
    return samples;
  }

  private ContainerSample sample(
      RunningContainer one, ContainerReading reading, ServerReading now) {
    long limit = reading.limit() == null ? now.memory() : Math.min(reading.limit(), now.memory());
    return new ContainerSample(
        one.name(),
        cpu(reading, now),
        reading.memory() == null ? null : inUse(reading.memory(), reading.idle()),
        limit,
        reading.processes() == null ? null : Math.toIntExact(reading.processes()),
        one.network() == Network.ANOTHER_CONTAINER ? null : Math.toIntExact(reading.connections()),
        one.network() == Network.OWN ? reading.received() : null,
        one.network() == Network.OWN ? reading.sent() : null,
        one.restarts(),
        one.health());
  }

  private static long inUse(long memory, @Nullable Long idle) {
    return Math.max(0, memory - (idle == null ? 0 : idle));
  }

  /** Percent of what it may use, since the sample before; of one that is new, since its start. */
  private @Nullable Double cpu(ContainerReading reading, ServerReading now) {
    if (reading.cpu() == null) {
      return null;
    }
    Before last = before.get(reading.id());
    boolean started = last == null && reading.age() >= LEAST_AGE && reading.age() <= NEW_AGE;
    if (!started && (last == null || last.reading().cpu() == null)) {
      return null;
    }
    double seconds = last == null ? reading.age() : now.uptime() - last.uptime();
    Long was = last == null ? Long.valueOf(0) : last.reading().cpu();
    double used = (reading.cpu() - (was == null ? 0 : was)) / NANOS;
    // It was started anew meanwhile, or the server was.
    if (seconds <= 0 || used < 0) {
      return null;
    }
    return used / seconds / processors(reading, now) * PERCENT;
  }

  private static double processors(ContainerReading reading, ServerReading now) {
    Long quota = reading.quota();
    Long period = reading.period();
    return quota == null || period == null || period == 0
        ? now.processors()
        : Math.min((double) quota / period, now.processors());
  }
}
