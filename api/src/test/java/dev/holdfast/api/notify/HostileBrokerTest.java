package dev.holdfast.api.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.outbound.Destinations;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What pretends to be a broker gets neither memory nor time. */
final class HostileBrokerTest {
  private static final ScheduledExecutorService CLOCK = Executors.newScheduledThreadPool(1);

  @BeforeAll
  static void allow() {
    SinkFixture.allowThisMachine(true);
  }

  @AfterAll
  static void end() {
    SinkFixture.allowThisMachine(false);
    CLOCK.shutdownNow();
  }

  private interface Answer {
    void to(DataInputStream in, DataOutputStream out) throws IOException;
  }

  private static SendFailure sendTo(Answer answer, Duration limit) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try (Socket socket = server.accept()) {
              answer.to(
                  new DataInputStream(socket.getInputStream()),
                  new DataOutputStream(socket.getOutputStream()));
            } catch (IOException e) {
              // The sender has had enough.
            }
          });
      var settings =
          new KafkaSettings(
              List.of(new BrokerAddress("127.0.0.1", server.getLocalPort())),
              "events",
              false,
              false,
              "holdfast",
              "canary-of-kafka",
              null);
      var sockets = new GuardedSockets(SinkFixture.PLATFORM.part(Destinations.class), limit);
      try (var connection =
          new KafkaConnection(settings, sockets, new JsonMapper(), limit, CLOCK)) {
        connection.send(Message.test("hostile", "test"));
      } catch (SendFailure e) {
        return e;
      }
      throw new AssertionError("it was sent");
    }
  }

  private static byte[] question(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, 1 << 30, 0x48545450, -1, 0, 3})
  void shouldNotMakeRoomForWhatIsNoAnswer(int length) throws Exception {
    SendFailure failure =
        sendTo(
            (in, out) -> {
              question(in);
              out.writeInt(length);
              out.write(new byte[16]);
              question(in);
            },
            Duration.ofSeconds(10));

    assertThat(failure).hasMessageEndingWith("it does not answer as Kafka does");
  }

  @Test
  void shouldNotCountForALogin() throws Exception {
    SendFailure failure =
        sendTo(
            (in, out) -> {
              byte[] handshake = question(in);
              frame(out, correlation(handshake).putShort((short) 0).putInt(0));
              byte[] first = question(in);
              String text = new String(first, StandardCharsets.UTF_8);
              String nonce = text.substring(text.indexOf("r=") + 2);
              byte[] challenge =
                  "r=%sx,s=%s,i=2147483647"
                      .formatted(nonce, Base64.getEncoder().encodeToString(new byte[16]))
                      .getBytes(StandardCharsets.UTF_8);
              frame(
                  out,
                  correlation(first)
                      .putShort((short) 0)
                      .putShort((short) -1)
                      .putInt(challenge.length)
                      .put(challenge));
              question(in);
            },
            Duration.ofSeconds(10));

    assertThat(failure).hasMessageContaining("SCRAM-SHA-512");
  }

  /** An answer that begins with the number of its question. */
  private static ByteBuffer correlation(byte[] question) {
    return ByteBuffer.allocate(1024).putInt(ByteBuffer.wrap(question).getInt(4));
  }

  private static void frame(DataOutputStream out, ByteBuffer answer) throws IOException {
    var bytes = new byte[answer.flip().remaining()];
    answer.get(bytes);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  @Test
  void shouldEndInTimeWhateverDripsIn() throws Exception {
    SendFailure failure =
        sendTo(
            (in, out) -> {
              question(in);
              out.writeInt(1 << 20);
              while (true) {
                out.write(0);
                out.flush();
                LockSupport.parkNanos(10_000_000);
              }
            },
            Duration.ofMillis(300));

    assertThat(failure).hasMessageEndingWith("it did not answer within 0 s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "kafka",
        ":9092",
        "kafka:",
        "kafka:0",
        "kafka:70000",
        "::1:9092",
        "a b:9092",
        "127.1:9092",
        "kafka:9092,",
        "kafka:9092;kafka:9093"
      })
  void shouldReadNoBrokersInIt(String text) {
    assertThatThrownBy(() -> KafkaSettings.brokers(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldReadBrokers() {
    assertThat(KafkaSettings.brokers("kafka.example.com:9093, [2001:db8::1]:9092"))
        .hasToString("[kafka.example.com:9093, [2001:db8::1]:9092]");
  }
}
