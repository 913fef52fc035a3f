package dev.holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.bench.Soak.Moment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

final class SoakVerdictTest {
  private static final int EACH = 20;
  private static final long SECOND = 1_000_000_000;

  @Test
  void shouldPassWhereNothingChanges() {
    assertThat(verdict(_ -> 1, _ -> 1, 0).allMet()).isTrue();
  }

  @Test
  void shouldFailWhereTheLastTenthIsSlower() {
    assertThat(verdict(tenth -> tenth == Soak.TENTHS ? 1.2 : 1, _ -> 1, 0).allMet()).isFalse();
  }

  @Test
  void shouldFailWhereMemoryGrows() {
    assertThat(verdict(_ -> 1, tenth -> 1 + tenth / 10.0, 0).allMet()).isFalse();
  }

  @Test
  void shouldFailWhereAProcessIsBusyWithNothingToDo() {
    assertThat(verdict(_ -> 1, _ -> 1, 500).allMet()).isFalse();
  }

  @Test
  void shouldFailWhereTheGarbageCollectorTakesMoreAndMore() {
    assertThat(verdict(_ -> 1, _ -> 1, 0, tenth -> 0.05 * tenth).allMet()).isFalse();
  }

  /**
   * @param seconds that a tenth takes, in units of 20
   * @param memory at the end of a tenth
   * @param idleMillis of process time in each of the last seconds
   */
  private static SoakVerdict verdict(
      IntToDoubleFunction seconds, IntToDoubleFunction memory, long idleMillis) {
    return verdict(seconds, memory, idleMillis, _ -> 0.07);
  }

  /**
   * @param collecting the share of garbage collection in the process time of a tenth
   */
  private static SoakVerdict verdict(
      IntToDoubleFunction seconds,
      IntToDoubleFunction memory,
      long idleMillis,
      IntToDoubleFunction collecting) {
    List<Moment> ends = new ArrayList<>();
    double at = 0;
    double collected = 0;
    for (int tenth = 0; tenth <= Soak.TENTHS; tenth++) {
      at += 20 * seconds.applyAsDouble(tenth);
      // A second of process time in each tenth.
      collected += 1000 * collecting.applyAsDouble(tenth);
      ends.add(moment(at, memory.applyAsDouble(tenth), tenth * 1000L, tenth, collected));
    }
    List<Moment> before = List.of(moment(0, 1, 0, 0, 0), moment(10, 1, 0, 0, 0));
    List<Moment> after = List.of(moment(0, 1, 0, 0, 0), moment(10, 1, 10 * idleMillis, 0, 0));
    return new SoakVerdict(new Soak.Seen(EACH, before, ends, after));
  }

  private static Moment moment(
      double seconds, double memory, long cpuMillis, long disk, double collecting) {
    Map<String, ProcessFigures> processes = new LinkedHashMap<>();
    Soak.PARTS.forEach(part ->
        processes.put(part, new ProcessFigures((long) (memory * 1000), 100, 10, cpuMillis)));
    return new Moment((long) (seconds * SECOND), processes, disk * 1000, collecting);
  }
}
