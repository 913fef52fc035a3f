package dev.holdfast.api.notify;

import static dev.holdfast.api.notify.SinkFixture.OWNER;
import static dev.holdfast.api.notify.SinkFixture.PATH;
import static dev.holdfast.api.notify.SinkFixture.add;
import static dev.holdfast.api.notify.SinkFixture.await;
import static dev.holdfast.api.notify.SinkFixture.eventOf;
import static dev.holdfast.api.notify.SinkFixture.happen;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Lines to receivers of syslog, over TLS and without. */
final class SyslogSinkTest {
  private static final TestCertificate CERTIFICATE = TestCertificate.of("127.0.0.1");

  @BeforeAll
  static void allow() {
    SinkFixture.allowThisMachine(true);
  }

  @AfterAll
  static void forbid() {
    SinkFixture.allowThisMachine(false);
    SinkFixture.remove("logged", "logged-cef", "logged-elsewhere");
  }

  /** Reads lines that come each after its length. */
  private static final class Log implements AutoCloseable {
    private final ServerSocket server;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    Log(ServerSocketFactory sockets) {
      try {
        server = sockets.createServerSocket(0, 5, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
      try {
        while (true) {
          Socket socket = server.accept();
          Thread.ofVirtual().start(() -> read(socket));
        }
      } catch (IOException e) {
        // It is closed.
      }
    }

    private void read(Socket socket) {
      try (socket) {
        InputStream in = socket.getInputStream();
        int next = in.read();
        while (next >= 0) {
          int length = 0;
          while (next != ' ') {
            length = length * 10 + Character.digit(next, 10);
            next = in.read();
          }
          lines.add(new String(in.readNBytes(length), StandardCharsets.UTF_8));
          next = in.read();
        }
      } catch (IOException e) {
        // The sender is not content with us.
      }
    }

    String next() throws InterruptedException {
      String line = lines.poll(20, TimeUnit.SECONDS);
      assertThat(line).isNotNull();
      return line;
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  private static Map<String, Object> sink(String name, Log log, Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of("host", "127.0.0.1", "port", Integer.toString(log.server.getLocalPort())));
    settings.putAll(more);
    return Map.of(
        "name", name, "type", "syslog", "settings", settings, "servers", List.of("sink-" + name));
  }

  @Test
  void shouldSendLinesWithTheEventOverTls() throws Exception {
    try (Log log = new Log(CERTIFICATE.server().getServerSocketFactory())) {
      add(sink("logged", log, Map.of("ca", CERTIFICATE.pem(), "facility", "13")));
      happen("sink-logged", "sink-logged");

      String line = log.next();

      long id = eventOf("sink-logged");
      // 13 × 8 + 4: the audit's facility, a warning.
      assertThat(line)
          .matches(
              "<108>1 \\d{4}-\\d\\d-\\d\\dT\\S+Z \\S+ holdfast - server.removed "
                  + "\\[holdfast@32473 id=\"evt_"
                  + id
                  + "\" kind=\"server.removed\" level=\"warning\" subject=\"server/sink-logged\" "
                  + "server=\"sink-logged\"] \\{.*}");
      assertThat(new JsonMapper().readTree(line.substring(line.indexOf('{'))))
          .isEqualTo(OWNER.get("/api/v1/events?server=sink-logged").json().path("items").path(0));
      assertThat(log.next()).contains("server/sink-logged");
      await("logged", sink -> sink.path("waiting").asInt() == 0);
    }
  }

  @Test
  void shouldSendCefWithoutTls() throws Exception {
    try (Log log = new Log(ServerSocketFactory.getDefault())) {
      add(sink("logged-cef", log, Map.of("transport", "tcp", "format", "cef")));

      assertThat(OWNER.post(PATH + "/logged-cef/test", null).json().path("delivered").asBoolean())
          .isTrue();
      assertThat(log.next()).startsWith("<134>1 ").contains("] CEF:0|Holdfast|Holdfast|1|test|");
      happen("sink-logged-cef");

      assertThat(log.next())
          .contains(
              "CEF:0|Holdfast|Holdfast|1|server.removed|A server is registered no longer.|5|",
              "externalId=" + eventOf("sink-logged-cef") + " ",
              " dhost=sink-logged-cef ",
              " msg=level\\=warning ");
    }
  }

  @Test
  void shouldSendNothingToAReceiverOfAnotherName() throws Exception {
    TestCertificate other = TestCertificate.of("192.0.2.7");
    try (Log log = new Log(other.server().getServerSocketFactory())) {
      add(sink("logged-elsewhere", log, Map.of("ca", other.pem())));

      assertThat(OWNER.post(PATH + "/logged-elsewhere/test", null).text("error"))
          .startsWith("no TLS connection");
      assertThat(log.lines).isEmpty();
    }
  }
}
