package dev.holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Format;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FleetVerdictTest {
  private static final Map<String, Double> GOOD =
      Map.of(
          "operation", 240.0,
          "oneByOne", 1000.0,
          "atATime", 390.0,
          "onServers", 95.0,
          "sshLayer", 60.0,
          "cli", 700.0,
          "parallelSsh", 1400.0,
          "parallelSshConnected", 60.0,
          "ansibleRaw", 4000.0,
          "ansible", 8000.0);

  @Test
  void shouldPassWhatIsPromised() {
    assertThat(document(GOOD))
        .contains("\"parallelSshToCli\" : 2.0")
        .contains("\"sshLayer\" : 333.333")
        .contains("\"passed\" : true");
  }

  @Test
  void shouldFailWhatIsNotKept() {
    for (Map.Entry<String, Double> worse :
        Map.of(
                "cli", 1401.0,
                "ansible", 6999.0,
                "sshLayer", 101.0,
                "atATime", 401.0,
                "operation", 251.0)
            .entrySet()) {
      Map<String, Double> measured = new LinkedHashMap<>(GOOD);
      measured.put(worse.getKey(), worse.getValue());

      assertThat(verdict(measured).allMet()).as(worse.getKey()).isFalse();
      assertThat(document(measured)).contains("\"passed\" : false");
    }
  }

  private static String document(Map<String, Double> millis) {
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out);
    verdict(millis).tell(new Output(printer, printer, Format.json, Terminal.NONE));
    return out.toString();
  }

  private static FleetVerdict verdict(Map<String, Double> millis) {
    Measured measured = new Measured();
    millis.forEach((name, value) -> measured.of(name).add(Math.round(value * 1e6)));
    return new FleetVerdict(20, measured);
  }
}
