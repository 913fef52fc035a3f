package dev.holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.http.WebSocket;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;

final class EventReaderTest {
  /** It is only asked for more. */
  private static final WebSocket SOCKET =
      (WebSocket)
          Proxy.newProxyInstance(
              EventReaderTest.class.getClassLoader(),
              new Class<?>[] {WebSocket.class},
              (_, _, _) -> null);

  private final EventReader reader = new EventReader(new AtomicLongArray(3));

  @Test
  void shouldTakeEveryEventInOrder() {
    hears("0", "1", "2");

    assertThat(reader.whole()).isTrue();
  }

  @Test
  void shouldTakeSeveralEventsOfOneMessage() {
    var _ =
        reader.onText(
            SOCKET, "[{\"address\": \"0\"},{\"address\": \"1\"},{\"address\":\"2\"}]", true);

    assertThat(reader.whole()).isTrue();
  }

  @Test
  void shouldNoticeAnEventThatIsMissing() {
    hears("0", "2");

    assertThat(reader.whole()).isFalse();
    assertThat(reader.waits()).isFalse();
  }

  @Test
  void shouldNoticeAnEventThatComesTwice() {
    hears("0", "0", "1", "2");

    assertThat(reader.whole()).isFalse();
  }

  @Test
  void shouldNoticeThatTheConnectionEndsBeforeTheLast() {
    hears("0", "1");
    var _ = reader.onClose(SOCKET, 1001, "");

    assertThat(reader.waits()).isFalse();
    assertThat(reader.whole()).isFalse();
  }

  private void hears(String... numbers) {
    for (String number : numbers) {
      String text =
          "{\"id\":7,\"data\":{\"secret\": \"password\", \"address\": \"" + number + "\"}}";
      var _ = reader.onText(SOCKET, text.substring(0, 9), false);
      var _ = reader.onText(SOCKET, text.substring(9), true);
    }
  }
}
