package dev.holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Format;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ApiVerdictTest {

  @Test
  void shouldPassByTheMedianOfTheRounds() {
    assertThat(document(0, List.of(10L, 90L, 30L), List.of(10L, 10L, 99L)))
        .contains("\"p99\" : 30.0", "\"passed\" : true");
  }

  @Test
  void shouldFailWhereTheListIsSlow() {
    assertThat(document(0, List.of(51L), List.of(40L))).contains("\"passed\" : false");
  }

  @Test
  void shouldFailWhereTheListCostsMoreThanThreeTimesTheFilters() {
    assertThat(document(0, List.of(31L), List.of(10L))).contains("\"passed\" : false");
    assertThat(document(0, List.of(30L), List.of(10L))).contains("\"passed\" : true");
  }

  @Test
  void shouldFailWhereARequestWasNotAnswered() {
    assertThat(document(1, List.of(10L), List.of(10L))).contains("\"passed\" : false");
  }

  private static String document(int failed, List<Long> list, List<Long> bare) {
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out);
    new ApiVerdict(
            500,
            new ApiBench.Rounds(
                Map.of(ApiBench.LIST, rounds(list), ApiBench.BARE, rounds(bare)), failed))
        .tell(new Output(printer, printer, Format.json, Terminal.NONE));
    return out.toString();
  }

  /** Rounds of a hundred requests, of which all but ninety-eight take as long as this. */
  private static List<Samples> rounds(List<Long> slowest) {
    return slowest.stream()
        .map(millis -> {
          Samples samples = new Samples();
          long[] quick = new long[98];
          Arrays.fill(quick, 1_000_000);
          Arrays.stream(quick).forEach(samples::add);
          samples.add(millis * 1_000_000);
          samples.add(millis * 1_000_000);
          return samples;
        })
        .toList();
  }
}
