package dev.holdfast.activities.containers.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.containers.monitor.RunningContainer.Network;
import dev.holdfast.platform.containers.Breach;
import dev.holdfast.platform.containers.ContainerLimits;
import dev.holdfast.platform.containers.ContainerObservations.Absent;
import dev.holdfast.platform.containers.ContainerSample;
import dev.holdfast.schemas.containers.monitor.ViolationKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class JudgementTest {
  private static final ContainerLimits LIMITS = new ContainerLimits(80, 85, 100, 50, null);
  private static final Breach CPU = Breach.of("web", ViolationKind.CPU, 95, 80);

  private final Judgement judgement = new Judgement();

  @Test
  void shouldTellOfCpuWhenTwoSamplesInARowAreTooMuchAndEndItLikewise() {
    assertThat(judged(cpu(95))).isEmpty();
    assertThat(judged(cpu(95))).containsExactly(CPU);
    assertThat(judged(cpu(10))).isEmpty();
    assertThat(judgement.absent(CPU)).isEqualTo(Absent.STAYS);
    assertThat(judged(cpu(95))).isEmpty();
    assertThat(judgement.absent(CPU)).isEqualTo(Absent.STAYS);
    assertThat(judged(cpu(10))).isEmpty();
    assertThat(judged(cpu(10))).isEmpty();
    assertThat(judgement.absent(CPU)).isEqualTo(Absent.BACK_TO_NORMAL);
  }

  /** As after another worker has taken over. */
  @Test
  void shouldNotEndWhatItDoesNotKnow() {
    assertThat(judged(cpu(null))).isEmpty();
    assertThat(judgement.absent(CPU)).isEqualTo(Absent.STAYS);
    assertThat(judged(cpu(95))).isEmpty();
    assertThat(judgement.absent(CPU)).isEqualTo(Absent.STAYS);
  }

  @Test
  void shouldTellOfTheOthersAtOnce() {
    ContainerSample much = new ContainerSample("web", null, 86L, 100, 51, 101, null, null, 0, null);
    ContainerSample just = new ContainerSample("web", null, 85L, 100, 50, 100, null, null, 0, null);

    assertThat(judged(much))
        .containsExactlyInAnyOrder(
            Breach.of("web", ViolationKind.MEMORY, 86, 85),
            Breach.of("web", ViolationKind.CONNECTIONS, 101, 100),
            Breach.of("web", ViolationKind.PROCESSES, 51, 50));
    assertThat(judged(just)).isEmpty();
    assertThat(judgement.absent(Breach.of("web", ViolationKind.MEMORY, 86, 85)))
        .isEqualTo(Absent.BACK_TO_NORMAL);
  }

  @Test
  void shouldMeasureByWhatTheContainerMayUse() {
    Usage usage = new Usage();
    List<RunningContainer> running =
        List.of(new RunningContainer("id", "web", 1, 0, null, Network.OWN, List.of()));
    usage.of(running, reading(100, 1_000_000_000L));

    // 2.5 s of CPU in 10 s, where half a processor is allowed.
    ContainerSample sample = usage.of(running, reading(110, 3_500_000_000L)).get("id");

    assertThat(sample)
        .isEqualTo(new ContainerSample("web", 50.0, 60L, 1_000, 3, 4, 5L, 6L, 0, null));
  }

  private static ServerReading reading(double uptime, long cpu) {
    return new ServerReading(
        uptime,
        4,
        1_000,
        Map.of(
            "id",
            new ContainerReading(
                "id", cpu, 50_000L, 100_000L, 100L, 40L, Long.MAX_VALUE, 3L, 4, 5, 6, 9)),
        Set.of(),
        List.of(),
        Map.of(),
        null);
  }

  private List<Breach> judged(ContainerSample sample) {
    judgement.begin(List.of(sample));
    return judgement.breaches(sample, LIMITS);
  }

  private static ContainerSample cpu(@Nullable Integer percent) {
    return new ContainerSample(
        "web",
        percent == null ? null : (double) percent,
        null,
        100,
        null,
        null,
        null,
        null,
        0,
        null);
  }
}
