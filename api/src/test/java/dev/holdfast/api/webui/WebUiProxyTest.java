package dev.holdfast.api.webui;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.api.ApiApplication;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.RawHttp;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.PlatformConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reaches the Temporal Web UI's server, and who is told to sign in. */
final class WebUiProxyTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final int PORT = TestPlatform.freePort();
  private static final Http UI = Http.at("http://127.0.0.1:" + PORT);
  private static final String SECRET = "a secret of the two";
  private static final Map<String, String> PAGE = Map.of("Accept", "text/html");

  /** What arrived: the request line, and the headers that matter here. */
  private static final BlockingQueue<String> ARRIVED = new LinkedBlockingQueue<>();

  private static HttpServer server;
  private static AutoCloseable api;
  private static String cookie;

  @BeforeAll
  static void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", WebUiProxyTest::answer);
    server.start();
    PlatformConfig whole = PLATFORM.config();
    int apiPort = TestPlatform.freePort();
    var config =
        new PlatformConfig(
            new PlatformConfig.Api("127.0.0.1", apiPort),
            whole.database(),
            whole.redis(),
            new PlatformConfig.Temporal(
                whole.temporal().address(),
                whole.temporal().namespace(),
                null,
                UI.url(),
                new PlatformConfig.WebUi(
                    PORT, "http://127.0.0.1:" + server.getAddress().getPort(), SECRET)),
            whole.keysDirectory());
    api =
        ApiApplication.start(
            config, Files.createTempDirectory("holdfast-webui-home"), TestPlatform::scan);
    Http own = Http.at(config.api().url()).as(PLATFORM.owner().token());
    String link = own.post("/api/v1/auth/links", Map.of("to", "temporal")).text("url");
    Answer signedIn = own.as(null).get(link.substring(own.url().length()));
    String header = String.valueOf(signedIn.header("Set-Cookie"));
    cookie = header.substring(0, header.indexOf(';'));
  }

  @AfterAll
  static void stop() throws Exception {
    api.close();
    server.stop(0);
  }

  @BeforeEach
  void forget() {
    ARRIVED.clear();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    ARRIVED.add(
        "%s %s secret=%s cookie=%s authorization=%s accept=%s body=%s"
            .formatted(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                headers.getFirst("Holdfast-Secret"),
                headers.getFirst("Cookie"),
                headers.getFirst("Authorization"),
                headers.getFirst("Accept"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    exchange.getResponseHeaders().add("Set-Cookie", "_csrf=x");
    byte[] body = "a page".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void shouldForwardAnAdministratorsRequestWithTheSecretAndWithoutTheSession() {
    Answer answer =
        UI.send(
            "GET",
            "/namespaces/holdfast/workflows/op-1%2F7/history?x=%20a",
            null,
            Map.of("Cookie", cookie + "; _csrf=x", "Accept", "text/html"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("a page");
    assertThat(answer.header("Set-Cookie")).isEqualTo("_csrf=x");
    assertThat(ARRIVED)
        .containsExactly(
            "GET /namespaces/holdfast/workflows/op-1%2F7/history?x=%20a secret="
                + SECRET
                + " cookie=_csrf=x authorization=null accept=text/html body=");
  }

  @Test
  void shouldForwardWhatItsOwnPagesSend() {
    Answer answer = UI.send("POST", "/query", "{}", Map.of("Cookie", cookie, "Origin", UI.url()));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(ARRIVED.poll()).startsWith("POST /query").endsWith("body={}");
  }

  @Test
  void shouldTellNobodyAnythingButHowToSignIn() throws IOException {
    Answer page = UI.send("GET", "/", null, PAGE);
    assertThat(page.status()).isEqualTo(401);
    assertThat(page.body()).contains("./holdfast ui temporal");
    assertThat(UI.get("/api/v1/namespaces").text("code")).isEqualTo("no-token");
    try (var raw = new RawHttp(PORT)) {
      for (String target : List.of("/healthz", "/%61pi/v1/namespaces", "/;x", "//", "/..;/")) {
        for (String method : List.of("GET", "POST", "OPTIONS", "FETCH", "HEAD")) {
          assertThat(raw.send(method, target).status())
              .as(method + " " + target)
              .isIn(400, 401, 404, 501);
        }
      }
    }
    assertThat(UI.as("hf_wrong").get("/").status()).isEqualTo(401);
    assertThat(ARRIVED).isEmpty();
  }

  @Test
  void shouldRefuseForeignPagesHostsAndUsers() throws IOException {
    Map<String, String> foreign = Map.of("Cookie", cookie, "Origin", "http://127.0.0.1:1");
    assertThat(UI.send("GET", "/", null, foreign).text("code")).isEqualTo("foreign-origin");
    assertThat(UI.send("POST", "/", "{}", Map.of("Cookie", cookie)).status()).isEqualTo(403);
    assertThat(UI.as(PLATFORM.user("webui").token()).get("/").status()).isEqualTo(403);
    try (var raw = new RawHttp(PORT)) {
      assertThat(raw.send("GET", "http://evil.example/", "Cookie: " + cookie).status())
          .isIn(400, 421);
    }
    assertThat(ARRIVED).isEmpty();
  }

  @Test
  void shouldServeNothingOfTheApiOnItsPort() {
    Answer answer = UI.as(PLATFORM.owner().token()).get("/api/v1/servers");

    assertThat(answer.body()).isEqualTo("a page");
    assertThat(ARRIVED.poll()).contains("authorization=null");
  }
}
