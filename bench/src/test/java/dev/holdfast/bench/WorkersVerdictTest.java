package dev.holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.bench.WorkersBench.Seen;
import dev.holdfast.cli.Format;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WorkersVerdictTest {
  private static final String BEFORE =
      "cpu  100 0 50 800 50 0 0 0 7 0\ncpu0 1 2 3 4 5 6 7 8 9 10\n";
  private static final String AFTER = "cpu  130 0 60 850 60 0 0 0 9 0\n";

  @Test
  void shouldPassWhatIsPromised() {
    WorkersVerdict verdict = verdict(19, 36);

    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out);
    verdict.tell(new Output(printer, printer, Format.json, Terminal.NONE));
    assertThat(verdict.allMet()).isTrue();
    assertThat(out.toString())
        .contains("\"workers\" : 4", "\"processorsBusy\" : 0.5", "\"passed\" : true");
  }

  @Test
  void shouldFailWhatIsNotKept() {
    assertThat(verdict(18, 36).allMet()).as("two").isFalse();
    assertThat(verdict(19, 35).allMet()).as("four").isFalse();
  }

  @Test
  void shouldCountAsBusyWhatNeitherIsIdleNorWaitsForDisks() {
    assertThat(BusyProcessors.of(AFTER).since(BusyProcessors.of(BEFORE)))
        .isEqualTo(0.4, within(1e-9));
    assertThat(BusyProcessors.now().all()).isPositive();
  }

  /** By two and by four workers, against 10 a second by one. */
  private static WorkersVerdict verdict(double two, double four) {
    return new WorkersVerdict(
        List.of(new Seen(1, 10, 0.5), new Seen(2, two, 0.5), new Seen(4, four, 0.5)));
  }
}
