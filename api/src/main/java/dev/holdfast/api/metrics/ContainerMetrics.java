package dev.holdfast.api.metrics;

import dev.holdfast.platform.containers.ContainerHistory;
import dev.holdfast.platform.containers.ContainerHistory.Figure;
import dev.holdfast.platform.containers.ContainerSample;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What containers use that are watched, as the last sample of each says; what has none any more is
 * not shown.
 */
@Component
final class ContainerMetrics extends PolledMetrics {
  /** Three samples: one may come late. */
  private static final Duration CURRENT = Duration.ofSeconds(30);

  private final ContainerHistory history;
  private final MultiGauge cpu =
      gauge("container.cpu.usage.percent", null, "CPU of what a container may use");
  private final MultiGauge memory =
      gauge("container.memory.usage", "bytes", "Memory without what could be given back at once");
  private final MultiGauge memoryLimit =
      gauge("container.memory.limit", "bytes", "Memory that a container may use");
  private final MultiGauge processes =
      gauge("container.processes", null, "Processes of a container");
  private final MultiGauge connections =
      gauge("container.connections", null, "Open connections in a container's own network");
  private final MultiGauge received =
      gauge("container.network.received", "bytes", "Received since a container was started");
  private final MultiGauge sent =
      gauge("container.network.sent", "bytes", "Sent since a container was started");
  private final MultiGauge restarts =
      gauge("container.restarts", null, "Restarts by the engine itself");

  ContainerMetrics(ContainerHistory history) {
    this.history = history;
  }

  @Override
  void leaveOut() {
    Stream.of(cpu, memory, memoryLimit, processes, connections, received, sent, restarts)
        .forEach(gauge -> gauge.register(List.of(), true));
  }

  @Override
  void read() {
    List<Figure> figures = history.figures(Instant.now().minus(CURRENT));
    show(cpu, figures, ContainerSample::cpu);
    show(memory, figures, ContainerSample::memory);
    show(memoryLimit, figures, ContainerSample::memoryLimit);
    show(processes, figures, ContainerSample::processes);
    show(connections, figures, ContainerSample::connections);
    show(received, figures, ContainerSample::received);
    show(sent, figures, ContainerSample::sent);
    show(restarts, figures, ContainerSample::restarts);
  }

  private static void show(
      MultiGauge gauge, List<Figure> figures, Function<ContainerSample, @Nullable Number> value) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    for (Figure figure : figures) {
      ContainerSample sample = figure.taken().sample();
      Number known = value.apply(sample);
      if (known != null) {
        rows.add(
            MultiGauge.Row.of(
                Tags.of("server", figure.name(), "container_name", sample.container()), known));
      }
    }
    gauge.register(rows, true);
  }

  private static MultiGauge gauge(String name, @Nullable String unit, String description) {
    return MultiGauge.builder(name)
        .description(description)
        .baseUnit(unit)
        .register(Metrics.globalRegistry);
  }
}
