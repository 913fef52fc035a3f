package dev.holdfast.api.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.api.outbound.Destinations;
import dev.holdfast.platform.notify.Deliveries.Failure;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Receivers that behave badly. */
final class HttpSenderTest {
  private static final Duration LIMIT = Duration.ofMillis(500);
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

  private interface Answer {
    void write(OutputStream out) throws IOException;
  }

  @BeforeAll
  static void allow() {
    SinkFixture.allowThisMachine(true);
  }

  @AfterAll
  static void forbid() {
    SinkFixture.allowThisMachine(false);
  }

  @AfterEach
  void stop() {
    clock.shutdownNow();
  }

  private SendFailure failure(Answer answer) throws IOException {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var sender = sender(server.getLocalPort())) {
      Thread.ofVirtual().start(() -> serve(server, answer));
      return catchThrowableOfType(SendFailure.class, () -> sender.post("{}", Map.of()));
    }
  }

  private HttpSender sender(int port) {
    return new HttpSender(
        URI.create("http://127.0.0.1:" + port + "/"),
        null,
        1,
        SinkFixture.PLATFORM.part(Destinations.class),
        LIMIT,
        clock);
  }

  private static void serve(ServerSocket server, Answer answer) {
    try (Socket socket = server.accept()) {
      answer.write(socket.getOutputStream());
    } catch (IOException e) {
      // The other side has heard enough.
    }
  }

  private static void drip(OutputStream out, String text) throws IOException {
    while (true) {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new UncheckedIOException(new IOException(e));
      }
    }
  }

  @Test
  void shouldEndWithTheLimitHoweverSlowlyTheReceiverGoesOn() throws IOException {
    long began = System.nanoTime();

    SendFailure inHeaders =
        failure(out -> {
          out.write(OK.getBytes(StandardCharsets.US_ASCII));
          drip(out, "X");
        });
    SendFailure silent = failure(out -> drip(out, ""));

    assertThat(inHeaders.failure()).isEqualTo(Failure.OF_SINK);
    assertThat(inHeaders).hasMessageContaining("did not answer within");
    assertThat(silent).hasMessageContaining("did not answer within");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void shouldReadNoMoreThanALittleOfAnAnswer() throws IOException {
    byte[] much = new byte[1 << 20];

    SendFailure bodies =
        failure(out -> {
          out.write(
              (OK + "Content-Length: 1000000000000\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
          while (true) {
            out.write(much);
          }
        });
    SendFailure headers =
        failure(out -> {
          out.write((OK + "X: ").getBytes(StandardCharsets.US_ASCII));
          while (true) {
            out.write("x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII));
          }
        });

    assertThat(bodies).isNull();
    assertThat(headers.failure()).isEqualTo(Failure.OF_SINK);
  }
}
