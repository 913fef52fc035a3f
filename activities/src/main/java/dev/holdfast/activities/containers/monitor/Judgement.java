package dev.holdfast.activities.containers.monitor;

import dev.holdfast.platform.containers.Breach;
import dev.holdfast.platform.containers.ContainerLimits;
import dev.holdfast.platform.containers.ContainerObservations.Absent;
import dev.holdfast.platform.containers.ContainerSample;
import dev.holdfast.schemas.containers.monitor.ViolationKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says what is too much. CPU comes and goes: it is too much, and no longer, when two samples in a
 * row say so.
 */
final class Judgement {
  private static final int IN_A_ROW = 2;
  private static final int PERCENT = 100;

  /** Above 0: so many samples in a row were too much; below: so many were not. */
  private final Map<String, Integer> cpu = new HashMap<>();

  private final Map<String, ContainerSample> last = new HashMap<>();

  /** Begins a sample of these containers. */
  void begin(Iterable<ContainerSample> samples) {
    last.clear();
    samples.forEach(sample -> last.put(sample.container(), sample));
    cpu.keySet().retainAll(last.keySet());
  }

  /** Whether the next sample decides on something: then it is not waited for so long. */
  boolean isUndecided() {
    return cpu.containsValue(1);
  }

  /** What a container uses too much of. */
  List<Breach> breaches(ContainerSample sample, ContainerLimits limits) {
    List<Breach> breaches = new ArrayList<>();
    int most = Objects.requireNonNull(limits.cpu());
    if (sample.cpu() != null) {
      boolean much = sample.cpu() > most;
      int row =
          cpu.merge(
              sample.container(),
              much ? 1 : -1,
              (was, step) -> Integer.signum(was) == step ? was + step : step);
      if (row >= IN_A_ROW) {
        add(breaches, sample, ViolationKind.CPU, Math.round(sample.cpu()), most);
      }
    }
    Long memory = percent(sample);
    if (memory != null) {
      over(breaches, sample, ViolationKind.MEMORY, memory, limits.memory());
    }
    if (sample.connections() != null) {
      over(breaches, sample, ViolationKind.CONNECTIONS, sample.connections(), limits.connections());
    }
    if (sample.processes() != null) {
      over(breaches, sample, ViolationKind.PROCESSES, sample.processes(), limits.processes());
    }
    return breaches;
  }

  /** What to do with a violation of these figures that the sample does not show. */
  Absent absent(Breach open) {
    ContainerSample sample = last.get(open.container());
    if (sample == null) {
      // It runs, but there was no reading.
      return Absent.STAYS;
    }
    boolean known =
        switch (open.kind()) {
          case CPU -> cpu.getOrDefault(open.container(), 0) <= -IN_A_ROW;
          case MEMORY -> sample.memory() != null;
          case CONNECTIONS -> sample.connections() != null;
          case PROCESSES -> sample.processes() != null;
          case DESTINATION -> false;
        };
    return known ? Absent.BACK_TO_NORMAL : Absent.STAYS;
  }

  private static @Nullable Long percent(ContainerSample sample) {
    return sample.memory() == null || sample.memoryLimit() == 0
        ? null
        : sample.memory() * PERCENT / sample.memoryLimit();
  }

  private static void over(
      List<Breach> breaches,
      ContainerSample sample,
      ViolationKind kind,
      long value,
      @Nullable Integer limit) {
    if (limit != null && value > limit) {
      add(breaches, sample, kind, value, limit);
    }
  }

  private static void add(
      List<Breach> breaches, ContainerSample sample, ViolationKind kind, long value, long limit) {
    breaches.add(Breach.of(sample.container(), kind, value, limit));
  }
}
