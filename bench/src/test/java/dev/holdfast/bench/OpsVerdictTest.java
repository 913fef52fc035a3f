package dev.holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.bench.OpsBench.Pair;
import dev.holdfast.cli.Format;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OpsVerdictTest {
  private static final int COMMANDS = 600;

  @Test
  void shouldPassWhatIsPromised() {
    OpsVerdict verdict = verdict(40, 18, 199, 36_000);

    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out);
    verdict.tell(new Output(printer, printer, Format.json, Terminal.NONE));
    assertThat(verdict.allMet()).isTrue();
    assertThat(out.toString())
        .contains("\"perMinute\" : 2000.0", "\"cpuSecondsEach\" : 0.06", "\"passed\" : true");
  }

  @Test
  void shouldFailWhatIsNotKept() {
    assertThat(verdict(39, 18, 199, 36_000).allMet()).as("the median of the pairs").isFalse();
    assertThat(verdict(40, 19, 199, 36_000).allMet()).as("too slow").isFalse();
    assertThat(verdict(40, 18, 201, 36_000).allMet()).as("requests wait").isFalse();
    assertThat(verdict(40, 18, 199, 37_000).allMet()).as("too dear").isFalse();
  }

  /**
   * @param operations a second in the middle pair, against 80 workflows
   * @param seconds that all commands take
   * @param millis that each request takes
   */
  private static OpsVerdict verdict(double operations, long seconds, long millis, long cpuMillis) {
    List<Pair> pairs = List.of(new Pair(80, 80), new Pair(operations, 80), new Pair(1, 80));
    return new OpsVerdict(
        new OpsBench.Seen(
            pairs,
            new RestOperations.Run(
                COMMANDS,
                seconds * 1_000_000_000,
                Collections.nCopies(COMMANDS, millis * 1_000_000)),
            cpuMillis));
  }
}
