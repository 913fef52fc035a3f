package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A platform with HTTPS whose certificate, for 127.0.0.1, nobody else has signed. */
final class PlatformTrustTest {
  private static final char[] PASSWORD = "password".toCharArray();

  private static final String ME =
      """
      {"name":"bob","organisation":"default","kind":"session","admin":false,"grants":[],"permissions":[]}
      """;

  private static HttpsServer server;
  private static ExecutorService threads;
  private static Path authority;

  @TempDir private Path home;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    KeyStore store = keys(directory.resolve("keys.p12"));
    authority =
        Files.writeString(
            directory.resolve("ca.pem"),
            "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                .formatted(
                    Base64.getMimeEncoder()
                        .encodeToString(store.getCertificate("platform").getEncoded())));
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    threads = Executors.newVirtualThreadPerTaskExecutor();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.setExecutor(threads);
    server.createContext("/", PlatformTrustTest::answer);
    server.start();
  }

  private static KeyStore keys(Path file) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "platform",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=platform",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    return KeyStore.getInstance(file.toFile(), PASSWORD);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String tokens =
          """
          {"session":"session-1","user":"bob","accessToken":"a","accessExpiresAt":"%s",
           "refreshToken":"hfr_a","endsAt":"2026-11-28T21:00:00Z"}
          """
              .formatted(Instant.now().plusSeconds(1800));
      byte[] body =
          (exchange.getRequestURI().getPath().endsWith("/auth/login") ? tokens : ME)
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @AfterAll
  static void stop() {
    server.stop(0);
    threads.close();
  }

  private static String url(String host) {
    return "https://" + host + ":" + server.getAddress().getPort();
  }

  private Cli cli() {
    return Cli.nowhere().with("HOLDFAST_HOME", home.toString());
  }

  private Cli with(String url) {
    return cli().with("HOLDFAST_SERVER", url).with("HOLDFAST_TOKEN", "hf_x");
  }

  @Test
  void shouldSendNothingToWhomNobodyVouchesForAndSayWhatToDo() {
    Cli.Result refused = with(url("127.0.0.1")).run("whoami");

    assertThat(refused.exitCode()).isEqualTo(4);
    assertThat(refused.err()).contains("is not trusted", "--tls-ca FILE", "certificates/ca.pem");
  }

  @Test
  void shouldTrustTheAuthorityOfTheOptionTheEnvironmentAndTheLauncher() throws IOException {
    Files.writeString(
        home.resolve("cli.json"),
        "{\"url\":\"%s\",\"token\":\"hf_x\",\"ca\":\"%s\"}".formatted(url("127.0.0.1"), authority));

    for (Cli.Result result :
        List.of(
            with(url("127.0.0.1")).run("whoami", "--tls-ca", authority.toString()),
            with(url("127.0.0.1")).with("HOLDFAST_TLS_CA", authority.toString()).run("whoami"),
            cli().run("whoami"))) {
      assertThat(result.exitCode()).as(result.err()).isZero();
      assertThat(result.out()).contains("bob");
    }
  }

  @Test
  void shouldKeepTheAuthorityWithTheSession() {
    Cli.Result login =
        cli()
            .typing("Tulip-29-Wolf+Sky\n")
            .run("login", "bob", "--server", url("127.0.0.1"), "--tls-ca", authority.toString());

    assertThat(login.exitCode()).as(login.err()).isZero();
    assertThat(cli().run("whoami").exitCode()).isZero();
  }

  @Test
  void shouldSayThatTheCertificateIsForAnotherName() {
    Cli.Result refused = with(url("localhost")).run("whoami", "--tls-ca", authority.toString());

    assertThat(refused.exitCode()).isEqualTo(4);
    assertThat(refused.err()).contains("is for other names", "--tls-name localhost");
  }

  @Test
  void shouldSayThatWhatAnswersSpeaksNoTls() throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerInClear(plain));

      Cli.Result refused = with("https://127.0.0.1:" + plain.getLocalPort()).run("whoami");

      assertThat(refused.exitCode()).isEqualTo(5);
      assertThat(refused.err()).contains("does not speak TLS", "http://");
    }
  }

  /** As servers do that do not understand a handshake. */
  private static void answerInClear(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket
          .getOutputStream()
          .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      // whoever asked has gone
    }
  }

  @Test
  void shouldSayThatWhatAnswersSpeaksTlsOnly() {
    try (TestPlatform secured = new TestPlatform()) {
      secured.refuses("GET /me", 400, "This combination of host and port requires TLS.");

      Cli.Result refused = with(secured.url()).run("whoami");

      assertThat(refused.exitCode()).isEqualTo(5);
      assertThat(refused.err()).contains("speaks TLS only", "https://");
    }
  }

  @Test
  void shouldSayWhichFileHoldsNoCertificates() throws IOException {
    Path nothing = Files.writeString(home.resolve("nothing.pem"), "nothing\n");

    Cli.Result refused = with(url("127.0.0.1")).run("whoami", "--tls-ca", nothing.toString());

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("nothing.pem", "--tls-ca");
  }
}
