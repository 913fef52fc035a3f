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

final class SshVerdictTest {
  private static final Map<String, Double> GOOD =
      Map.of(
          "pooled", 2.0,
          "controlMaster", 8.0,
          "controlMasterCheck", 5.0,
          "cold", 90.0,
          "sshCold", 250.0,
          "bareAsRoot", 10.0,
          "journalled", 90.0);

  @Test
  void shouldPassWhatIsPromised() {
    assertThat(document(GOOD))
        .contains("\"pooledToControlMaster\" : 0.25")
        .contains("\"passed\" : true");
  }

  @Test
  void shouldFailWhatIsNotKept() {
    for (Map.Entry<String, Double> worse :
        Map.of("pooled", 4.1, "cold", 5001.0, "journalled", 111.0).entrySet()) {
      Map<String, Double> measured = new LinkedHashMap<>(GOOD);
      measured.put(worse.getKey(), worse.getValue());

      assertThat(verdict(measured).allMet()).as(worse.getKey()).isFalse();
      assertThat(document(measured)).contains("\"passed\" : false");
    }
  }

  @Test
  void shouldTakePercentilesFromTheSamples() {
    Samples samples = new Samples();
    for (int i = 1; i <= 100; i++) {
      samples.add(i * 1_000_000L);
    }

    assertThat(samples.percentile(50)).isEqualTo(50.0);
    assertThat(samples.percentile(95)).isEqualTo(95.0);
    assertThat(samples.count()).isEqualTo(100);
  }

  private static String document(Map<String, Double> millis) {
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out);
    verdict(millis).tell(new Output(printer, printer, Format.json, Terminal.NONE));
    return out.toString();
  }

  private static SshVerdict verdict(Map<String, Double> millis) {
    Measured measured = new Measured();
    millis.forEach((name, value) -> measured.of(name).add(Math.round(value * 1e6)));
    return new SshVerdict(measured);
  }
}
