package dev.holdfast.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.TestPlatform;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A client that keeps its connection. */
final class LongConnectionTest {
  private static final int REQUESTS = 250;
  private static final TestPlatform PLATFORM = TestPlatform.get();

  @Test
  void shouldBeAnsweredOnOneConnectionHoweverOftenItAsks() throws Exception {
    int port = PLATFORM.config().api().port();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String asked = request(port, "keep-alive").repeat(REQUESTS - 1) + request(port, "close");
      socket.getOutputStream().write(asked.getBytes(StandardCharsets.US_ASCII));

      String answers =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(REQUESTS + 1);
    }
  }

  private static String request(int port, String connection) {
    return "GET /health/live HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: %s\r\n\r\n"
        .formatted(port, connection);
  }
}
