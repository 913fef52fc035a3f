package dev.holdfast.api.notify;

import static dev.holdfast.api.notify.SinkFixture.OWNER;
import static dev.holdfast.api.notify.SinkFixture.PATH;
import static dev.holdfast.api.notify.SinkFixture.add;
import static dev.holdfast.api.notify.SinkFixture.eventOf;
import static dev.holdfast.api.notify.SinkFixture.happen;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.auth.PlainAuthenticationHandlerFactory;
import org.subethamail.smtp.helper.BasicMessageListener;
import org.subethamail.smtp.server.SMTPServer;

/** Mail to a real SMTP server. */
final class MailSinkTest {
  private static final TestCertificate CERTIFICATE = TestCertificate.of("127.0.0.1");
  private static final BlockingQueue<Got> MAIL = new LinkedBlockingQueue<>();

  private static final SMTPServer STARTTLS =
      server().requireTLS().startTlsSocketFactory(CERTIFICATE.server()).build();
  private static final TestCertificate OTHER = TestCertificate.of("192.0.2.7");
  private static final SMTPServer ELSEWHERE =
      server().requireTLS().startTlsSocketFactory(OTHER.server()).build();
  private static final SMTPServer TLS = server().serverSocketFactory(CERTIFICATE.server()).build();

  @SuppressWarnings("ArrayRecordComponent")
  private record Got(String from, byte[] content) {
    MimeMessage mail() throws MessagingException {
      return new MimeMessage(
          Session.getInstance(new Properties()), new ByteArrayInputStream(content));
    }
  }

  private static SMTPServer.Builder server() {
    BasicMessageListener listener = (context, from, to, data) -> MAIL.add(new Got(from, data));
    return new SMTPServer.Builder()
        .bindAddress(InetAddress.getLoopbackAddress())
        .port(0)
        .messageHandler(listener)
        .requireAuth()
        .authenticationHandlerFactory(
            new PlainAuthenticationHandlerFactory((user, password, context) -> {
              if (!user.equals("holdfast") || !password.equals("canary-of-mail")) {
                throw new LoginFailedException();
              }
            }));
  }

  @BeforeAll
  static void start() {
    SinkFixture.allowThisMachine(true);
    STARTTLS.start();
    TLS.start();
    ELSEWHERE.start();
  }

  @AfterAll
  static void stop() {
    STARTTLS.stop();
    TLS.stop();
    ELSEWHERE.stop();
    SinkFixture.allowThisMachine(false);
    SinkFixture.remove("mailed", "mailed-tls", "mailed-elsewhere");
  }

  private static Map<String, Object> sink(String name, Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "host", "127.0.0.1",
                "port", Integer.toString(STARTTLS.getPortAllocated()),
                "user", "holdfast",
                "password", "canary-of-mail",
                "from", "Holdfast <holdfast@example.com>",
                "to", "ops@example.com, ann@example.com",
                "ca", CERTIFICATE.pem()));
    settings.putAll(more);
    return Map.of(
        "name", name, "type", "email", "settings", settings, "servers", List.of("sink-" + name));
  }

  private static Got next() throws InterruptedException {
    Got got = MAIL.poll(20, TimeUnit.SECONDS);
    assertThat(got).isNotNull();
    return got;
  }

  private static String error(String name, Map<String, String> settings) {
    OWNER.patch(PATH + "/" + name, Map.of("settings", settings));
    return OWNER.post(PATH + "/" + name + "/test", null).text("error");
  }

  @Test
  void shouldMailEventsWithStartTls() throws Exception {
    add(sink("mailed", Map.of()));
    happen("sink-mailed");

    Got got = next();

    long id = eventOf("sink-mailed");
    MimeMessage mail = got.mail();
    assertThat(got.from()).isEqualTo("holdfast@example.com");
    assertThat(mail.getSubject()).isEqualTo("[Holdfast] warning: server.removed sink-mailed");
    assertThat(mail.getMessageID()).isEqualTo("<evt_" + id + "@example.com>");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(text(mail))
        .contains("A server is registered no longer.", "server:      sink-mailed");
    assertThat(OWNER.get(PATH + "/mailed").body()).doesNotContain("canary-of-mail");

    assertThat(error("mailed", Map.of("password", "wrong")))
        .isEqualTo("it does not accept the user and the password");
    assertThat(error("mailed", Map.of("password", "canary-of-mail", "ca", ""))).contains("TLS");
    assertThat(
            error(
                "mailed",
                Map.of("password", "canary-of-mail", "ca", TestCertificate.of("127.0.0.1").pem())))
        .contains("TLS");
    assertThat(MAIL).isEmpty();
  }

  private static String text(MimeMessage mail) throws IOException, MessagingException {
    return mail.getContent().toString();
  }

  @Test
  void shouldMailNothingToAServerOfAnotherName() {
    add(
        sink(
            "mailed-elsewhere",
            Map.of("ca", OTHER.pem(), "port", Integer.toString(ELSEWHERE.getPortAllocated()))));

    assertThat(OWNER.post(PATH + "/mailed-elsewhere/test", null).text("error"))
        .startsWith("no TLS connection");
  }

  @Test
  void shouldMailWithTlsFromTheFirstByte() throws Exception {
    add(
        sink(
            "mailed-tls",
            Map.of("security", "tls", "port", Integer.toString(TLS.getPortAllocated()))));

    assertThat(OWNER.post(PATH + "/mailed-tls/test", null).json().path("delivered").asBoolean())
        .isTrue();

    assertThat(next().mail().getAllRecipients())
        .extracting(Object::toString)
        .containsExactly("ops@example.com", "ann@example.com");
    assertThat(MAIL).isEmpty();
  }

  @Test
  void shouldRefuseWhatIsNoAddress() {
    assertThat(
            OWNER
                .post(
                    PATH,
                    sink(
                        "mailed-badly",
                        Map.of(
                            "to", "ops@example.com\r\nBcc: eve@example.com",
                            "from", "a@example.com, b@example.com",
                            "host", "127.1",
                            "port", "0",
                            "security", "none")))
                .json()
                .path("errors")
                .valueStream()
                .map(error -> error.path("field").asString()))
        .containsExactlyInAnyOrder(
            "settings.to", "settings.from", "settings.host", "settings.port", "settings.security");
  }
}
