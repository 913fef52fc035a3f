package dev.holdfast.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class QuotingTest {

  @ParameterizedTest
  @ValueSource(strings = {"sh", "bash"})
  void shouldPassEveryByteButNulThroughAShell(String shell) throws Exception {
    StringBuilder all = new StringBuilder();
    for (int b = 1; b < 256; b++) {
      // Each byte alone between letters, and all of them beside one another.
      all.append((char) b);
    }
    for (int b = 1; b < 256; b++) {
      all.append('a').append((char) b).append('z');
    }
    // One character a byte in both directions, so that bytes which are no UTF-8 are met as well.
    byte[] line =
        ("printf %s " + Quoting.quote(all.toString())).getBytes(StandardCharsets.ISO_8859_1);

    assertThat(run(shell, line)).isEqualTo(all.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "'", "''", "a'b", "$(id)", "`id`", "\\", "a\nb", "-n", "ä€😀", "*", "~", "!"})
  void shouldKeepWordsApart(String argument) throws Exception {
    String line = "printf '[%s]' " + Quoting.words(argument, "next");

    assertThat(run("sh", line.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(("[" + argument + "][next]").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldRefuseNul() {
    assertThatThrownBy(() -> Quoting.quote("a\0b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NUL");
  }

  /** As a script on standard input: Java re-encodes the arguments of a process. */
  private static byte[] run(String shell, byte[] script) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(List.of(shell)).redirectErrorStream(true).start();
    process.getOutputStream().write(script);
    process.getOutputStream().close();
    try (InputStream out = process.getInputStream()) {
      byte[] bytes = out.readAllBytes();
      assertThat(process.waitFor()).isZero();
      return bytes;
    }
  }
}
