package dev.holdfast.api.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.event.Events;
import dev.holdfast.platform.event.NewEvent;
import dev.holdfast.platform.event.Outbox;
import dev.holdfast.schemas.event.EventKind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** A client that reads nothing, on a connection without room for what it is sent. */
final class StuckClientTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final EventSubscriptions SUBSCRIPTIONS = PLATFORM.part(EventSubscriptions.class);

  private static Optional<Thread> follower(List<Thread> before) {
    return SUBSCRIPTIONS.followers().stream()
        .filter(thread -> !before.contains(thread))
        .findFirst();
  }

  private static void upgrade(Socket socket) throws IOException {
    String request =
        """
        GET /ws/v1/events?after=%d&server=stream-stuck HTTP/1.1
        Host: 127.0.0.1:%d
        Authorization: Bearer %s
        Connection: Upgrade
        Upgrade: websocket
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

        """
            .formatted(
                PLATFORM.part(Events.class).last(),
                PLATFORM.config().api().port(),
                PLATFORM.owner().token())
            .replace("\n", "\r\n");
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    assertThat(headersOf(socket.getInputStream())).startsWith("HTTP/1.1 101 ");
  }

  private static String headersOf(InputStream in) throws IOException {
    var headers = new StringBuilder();
    while (headers.indexOf("\r\n\r\n") < 0) {
      headers.append((char) in.read());
    }
    return headers.toString();
  }

  @Test
  void shouldBeDisconnectedWhenItReadsNothingForSomeSeconds() throws Exception {
    List<Thread> before = SUBSCRIPTIONS.followers();
    try (var socket = new Socket()) {
      socket.setReceiveBufferSize(4 << 10);
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), PLATFORM.config().api().port()));
      upgrade(socket);
      while (follower(before).isEmpty()) {
        Thread.onSpinWait();
      }
      Thread follower = follower(before).orElseThrow();
      var large =
          new NewEvent(
              EventKind.LOGIN_LOCKED,
              "default",
              "login",
              null,
              "stream-stuck",
              Map.of("secret", "password", "address", "x".repeat(128 << 10)));

      PLATFORM
          .part(Jdbi.class)
          .useTransaction(
              handle -> IntStream.range(0, 100).forEach(n -> Outbox.record(handle, large)));

      assertThat(follower.join(Duration.ofSeconds(30))).isTrue();
      assertThat(SUBSCRIPTIONS.followers()).doesNotContain(follower);
    } finally {
      PLATFORM
          .part(Jdbi.class)
          .useHandle(handle -> handle.execute("delete from events where server = 'stream-stuck'"));
    }
  }
}
