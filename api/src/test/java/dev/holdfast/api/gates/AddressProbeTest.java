package dev.holdfast.api.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.setting.Setting;
import dev.holdfast.platform.setting.Settings;
import dev.holdfast.schemas.gate.GateTry;
import dev.holdfast.schemas.gate.UrlGateActivities.MetricTry;
import dev.holdfast.schemas.gate.UrlGateActivities.UrlTry;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a gate that is an address takes for an answer. */
final class AddressProbeTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();

  private final AddressProbe probe = PLATFORM.part(AddressProbe.class);
  private final HttpServer server = HttpServer.create();
  private volatile int status = 200;
  private volatile String content = "";
  private volatile String query = "";
  private final AtomicInteger asked = new AtomicInteger();

  AddressProbeTest() throws IOException {
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.getResponseHeaders().put("Location", List.of("/elsewhere"));
          query =
              URLDecoder.decode(
                  String.valueOf(exchange.getRequestURI().getRawQuery()), StandardCharsets.UTF_8);
          byte[] body = content.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          if (body.length > 0) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    server.start();
  }

  @BeforeEach
  void allow() {
    allow(2);
  }

  @AfterEach
  void stop() {
    allow(0);
    server.stop(0);
  }

  private static void allow(int value) {
    PLATFORM.part(Settings.class).set(Setting.GATE_PRIVATE, value, "test");
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/health");
  }

  @Test
  void shouldHoldWhenItAnswersThatAllIsWell() {
    assertThat(probe.why(address())).isNull();
    status = 204;
    assertThat(probe.why(address())).isNull();
  }

  @Test
  void shouldNotHoldWhenItAnswersOtherwise() {
    status = 503;
    assertThat(probe.why(address())).isEqualTo("it answers with status 503");
  }

  @Test
  void shouldFollowNoRedirect() {
    status = 302;
    assertThat(probe.why(address()))
        .isEqualTo("it answers with status 302, a redirect; those are not followed");
    assertThat(asked).hasValue(1);
  }

  @Test
  void shouldAskNothingOnThisMachineUnlessThatIsAllowed() {
    allow(0);
    assertThat(probe.why(address()))
        .contains("where no gate asks", "./holdfast settings set gate.private-addresses 2");
    assertThat(asked).hasValue(0);
  }

  @Test
  void shouldBeTriedAgainWhileThereIsTime() {
    UrlGates gates = PLATFORM.part(UrlGates.class);
    status = 503;
    long soon = Instant.now().plusSeconds(60).toEpochMilli();
    assertThatThrownBy(() -> gates.tryUrl(new UrlTry(until(soon), address().toString())))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, failure -> assertThat(failure.isNonRetryable()).isFalse());
    assertThatThrownBy(() -> gates.tryUrl(new UrlTry(until(1), address().toString())))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, failure -> assertThat(failure.isNonRetryable()).isTrue());
    status = 200;
    assertThatCode(() -> gates.tryUrl(new UrlTry(until(1), address().toString())))
        .doesNotThrowAnyException();
  }

  @Test
  void shouldHoldWhenAQueryHasAResult() {
    content =
        """
        {"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"0.2"]}]}}
        """;
    assertThatCode(() -> metric("sum(rate(errors[5m])) < 0.5")).doesNotThrowAnyException();
    assertThat(query).isEqualTo("query=sum(rate(errors[5m])) < 0.5");
  }

  @Test
  void shouldNotHoldWhenAQueryHasNone() {
    content = "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}";
    assertThatThrownBy(() -> metric("up == 1")).hasMessageContaining("the query has no result");
    content = "<html>secret</html>";
    assertThatThrownBy(() -> metric("up == 1"))
        .hasMessageContaining("it does not answer as a Prometheus does")
        .hasMessageNotContaining("secret");
    content = "x".repeat((1 << 20) + 1);
    assertThatThrownBy(() -> metric("up == 1")).hasMessageContaining("longer than 1 MiB");
    status = 500;
    assertThatThrownBy(() -> metric("up == 1")).hasMessageContaining("status 500");
  }

  private void metric(String text) {
    String base = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    PLATFORM.part(UrlGates.class).tryMetric(new MetricTry(until(1), base + " " + text));
  }

  private static GateTry until(long millis) {
    return new GateTry("op-1", 1, 1, 1, millis);
  }
}
