package dev.holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Format;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StacksVerdictTest {

  @Test
  void shouldPassWhereWhatIsUnchangedTakesAThirdOfTheTime() {
    assertThat(document(2000, 6000, 6000))
        .contains("\"again compose to cli\" : 3.0")
        .contains("\"passed\" : true");
  }

  @Test
  void shouldFailWhereOneOfTheOthersIsNotSlowerByThat() {
    assertThat(document(2000, 5900, 9000)).contains("\"passed\" : false");
    assertThat(document(2000, 9000, 5900)).contains("\"passed\" : false");
  }

  private static String document(long cli, long compose, long ansible) {
    Measured measured = new Measured();
    for (String what : List.of("deploy", "again", "release", "rollback")) {
      measured.of(what + " cli").add(cli * 1_000_000);
      measured.of(what + " operation").add(cli * 500_000);
      measured.of(what + " compose").add(compose * 1_000_000);
      measured.of(what + " ansible").add(ansible * 1_000_000);
    }
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out);
    new StacksVerdict(5, measured).tell(new Output(printer, printer, Format.json, Terminal.NONE));
    return out.toString();
  }
}
