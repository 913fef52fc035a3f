package dev.holdfast.api.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.ApiApplication;
import dev.holdfast.api.testing.ServerCertificate;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.tls.ClientTls;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An API with certificates: the platform's own, and one that somebody has given for a name. */
final class HttpsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String NAME = "holdfast.test";

  private static Path home;
  private static ServerCertificate own;
  private static ServerCertificate named;
  private static PlatformConfig config;
  private static AutoCloseable api;

  @BeforeAll
  static void start() throws IOException {
    home = Files.createTempDirectory("holdfast-https");
    own = ServerCertificate.write(home, "own", "127.0.0.1", "localhost");
    named = ServerCertificate.write(home, "named", NAME);
    PlatformConfig shared = TestPlatform.get().config();
    config =
        new PlatformConfig(
            new PlatformConfig.Api(
                "127.0.0.1",
                TestPlatform.freePort(),
                new PlatformConfig.ApiTls(
                    own.certificate().toString(),
                    own.certificate().toString(),
                    own.key().toString(),
                    named.certificate().toString(),
                    named.key().toString(),
                    List.of(NAME))),
            shared.database(),
            shared.redis(),
            shared.temporal(),
            shared.keysDirectory());
    api = ApiApplication.start(config, home, TestPlatform::scan);
  }

  @AfterAll
  static void stop() throws Exception {
    api.close();
  }

  @Test
  void shouldShowItsOwnCertificateToWhoNamesNoHost() throws IOException {
    assertThat(serial(null, own)).isEqualTo(own.serial());
    assertThat(ask(null, own, "127.0.0.1")).startsWith("HTTP/1.1 200");
  }

  @Test
  void shouldShowTheGivenCertificateForItsNameAndAnswerToIt() throws IOException {
    assertThat(serial(NAME, named)).isEqualTo(named.serial());
    assertThat(ask(NAME, named, NAME))
        .startsWith("HTTP/1.1 200")
        .contains("Strict-Transport-Security: max-age=");
    assertThat(ask(null, own, "localhost")).doesNotContain("Strict-Transport-Security");
  }

  @Test
  void shouldAnswerToNoOtherName() throws IOException {
    assertThat(ask(null, own, "evil.example")).startsWith("HTTP/1.1 421").contains("foreign-host");
  }

  @Test
  void shouldTellTheCommandLineWhomToTrust() throws IOException {
    assertThat(Files.readString(home.resolve("cli.json")))
        .contains("\"url\":\"https://127.0.0.1:" + config.api().port() + "\"")
        .contains("\"ca\":\"" + own.certificate() + "\"");
  }

  @Test
  void shouldAnswerNothingWithoutTls() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), config.api().port())) {
      assertThat(exchange(socket, "127.0.0.1")).startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void shouldReadARenewedCertificateWithoutARestart() throws Exception {
    ServerCertificate renewed = ServerCertificate.write(home, "own", "127.0.0.1", "localhost");
    own = renewed;

    Instant end = Instant.now().plus(PATIENCE);
    while (!shows(renewed)) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(100);
    }
    assertThat(ask(null, renewed, "127.0.0.1")).startsWith("HTTP/1.1 200");
  }

  @Test
  void shouldNotStartForOtherMachinesWithoutTls() {
    var open =
        new PlatformConfig(
            new PlatformConfig.Api("0.0.0.0", TestPlatform.freePort()),
            config.database(),
            config.redis(),
            config.temporal(),
            config.keysDirectory());

    assertThatThrownBy(() -> ApiApplication.start(open, home, TestPlatform::scan))
        .hasMessageContaining("without TLS");
  }

  private static String ask(@Nullable String sni, ServerCertificate trusted, String host)
      throws IOException {
    try (SSLSocket socket = connect(sni, trusted)) {
      return exchange(socket, host);
    }
  }

  private static String exchange(Socket socket, String host) throws IOException {
    String request =
        "GET /health/live HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static BigInteger serial(@Nullable String sni, ServerCertificate trusted)
      throws IOException {
    try (SSLSocket socket = connect(sni, trusted)) {
      socket.startHandshake();
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
    }
  }

  /** Whether this one is shown by now: the one before is trusted no more. */
  private static boolean shows(ServerCertificate renewed) throws IOException {
    try {
      return serial(null, renewed).equals(renewed.serial());
    } catch (SSLException e) {
      return false;
    }
  }

  private static SSLSocket connect(@Nullable String sni, ServerCertificate trusted)
      throws IOException {
    String authority = trusted.certificate().toString();
    SSLSocket socket =
        (SSLSocket)
            ClientTls.context(new PlatformConfig.Tls(authority, null, null, null))
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), config.api().port());
    if (sni != null) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(sni)));
      socket.setSSLParameters(parameters);
    }
    return socket;
  }
}
