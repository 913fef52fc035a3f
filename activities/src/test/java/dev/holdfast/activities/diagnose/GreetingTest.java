package dev.holdfast.activities.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.diagnosis.Level;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GreetingTest {

  @Test
  void shouldReadTheGreetingAndNoByteBeyond() throws IOException {
    InputStream in = stream("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\nREST");

    assertThat(Greeting.read(in))
        .isEqualTo(new Greeting.Ssh("2.0", "OpenSSH_9.2p1", "Debian-2+deb12u3"));
    assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("REST");
  }

  @Test
  void shouldPassOverLinesBeforeTheGreeting() throws IOException {
    assertThat(Greeting.read(stream("Welcome.\r\nEverything is logged.\r\nSSH-2.0-dropbear\r\n")))
        .isEqualTo(new Greeting.Ssh("2.0", "dropbear", ""));
  }

  @Test
  void shouldTellWhatElseAnswers() throws IOException {
    assertThat(Greeting.read(stream("HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n")))
        .isEqualTo(new Greeting.Other("HTTP/1.1 400 Bad Request"));
    assertThat(Greeting.read(stream("\u0015\u0003\u0001"))).isEqualTo(new Greeting.Other("???"));
    assertThat(Greeting.read(stream("x".repeat(20_000)))).isInstanceOf(Greeting.Other.class);
    assertThat(Greeting.read(stream("SSH-2\r\n"))).isEqualTo(new Greeting.Other("SSH-2"));
    assertThat(Greeting.read(stream(""))).isEqualTo(new Greeting.Closed());
  }

  @Test
  void shouldTellSilenceFromAnUnfinishedWord() throws IOException {
    assertThat(Greeting.read(silent())).isEqualTo(new Greeting.Silent());
    assertThat(Greeting.read(new SequenceInputStream(stream("220 mail\r\n"), silent())))
        .isEqualTo(new Greeting.Other("220 mail"));
  }

  @ParameterizedTest
  @CsvSource({
    "SSH-2.0-OpenSSH_9.2p1 Debian-2, ok",
    "SSH-2.0-OpenSSH_10.0, ok",
    "SSH-1.99-OpenSSH_8.0, ok",
    "SSH-2.0-dropbear_2022.83, ok",
    "SSH-2.0-OpenSSH_7.4, warning",
    "SSH-1.5-OpenSSH_3.4, problem",
    "Exceeded MaxStartups, problem",
    "HTTP/1.0 400 Bad Request, problem",
    "220 mail.example.org ESMTP, problem"
  })
  void shouldJudgeWhatAnswers(String line, String level) throws IOException {
    Finding finding = GreetingCheck.finding(Greeting.read(stream(line + "\r\n")));

    assertThat(finding.level()).isEqualTo(Level.of(level));
    assertThat(finding.fix() == null).isEqualTo(finding.level() == Level.OK);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static InputStream silent() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw new SocketTimeoutException();
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        throw new SocketTimeoutException();
      }
    };
  }
}
