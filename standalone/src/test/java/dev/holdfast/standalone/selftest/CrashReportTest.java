package dev.holdfast.standalone.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Format;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CrashReportTest {
  private final StringWriter out = new StringWriter();
  private final Output output =
      new Output(new PrintWriter(out), new PrintWriter(out), Format.text, Terminal.NONE);

  @Test
  void shouldPassWhereTheCommandRanOnceAndTheServerIsFree() {
    assertThat(report("succeeded", CrashReport.ONCE, true).tell(output)).isZero();
    assertThat(out.toString()).contains("started once").contains("This installation recovers.");
  }

  @Test
  void shouldFailWhereTheCommandRanTwice() {
    List<String> twice = List.of("started", "started", "ended", "ended");

    assertThat(report("succeeded", twice, true).tell(output)).isOne();
    assertThat(out.toString())
        .contains("✗ the command was started 2 times and ended 2 times")
        .contains("did not recover");
  }

  @Test
  void shouldFailWhereItDidNotEndOrTheServerIsNotFree() {
    assertThat(report("failed", CrashReport.ONCE, true).tell(output)).isOne();
    assertThat(report("succeeded", List.of("started"), true).tell(output)).isOne();
    assertThat(report("succeeded", CrashReport.ONCE, false).tell(output)).isOne();
    assertThat(report("succeeded", CrashReport.ONCE, false).print(output)).isOne();
  }

  private static CrashReport report(String state, List<String> lines, boolean free) {
    return new CrashReport("web-1", "op-1", "11@here", "12@here", 20, state, lines, free);
  }
}
