package dev.holdfast.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.ApiApplication;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.PlatformConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AuthenticationTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();

  private static String link(String to) {
    String url = OWNER.post("/api/v1/auth/links", Map.of("to", to)).text("url");
    return url.substring(OWNER.url().length());
  }

  private static String cookieOf(Answer answer) {
    String header = String.valueOf(answer.header("Set-Cookie"));
    return header.substring(0, header.indexOf(';'));
  }

  @Test
  void shouldLetNobodyInWithoutAToken() {
    Answer none = OWNER.as(null).get("/api/v1/me");
    Answer bad = OWNER.as("hf_wrong").get("/api/v1/me");

    assertThat(none.status()).isEqualTo(401);
    assertThat(none.text("code")).isEqualTo("no-token");
    assertThat(bad.status()).isIn(401, 429);
    assertThat(OWNER.get("/api/v1/me").text("name")).isEqualTo("admin");
  }

  @Test
  void shouldSlowGuessingDownAndLetTheOwnerIn() {
    Http guesser = OWNER.as("hf_guess");
    Answer last = guesser.get("/api/v1/me");
    // A minute may turn over once in between; not twice.
    for (int i = 0; i < 45 && last.status() == 401; i++) {
      last = guesser.get("/api/v1/me");
    }

    assertThat(last.status()).isEqualTo(429);
    assertThat(last.header("Retry-After")).isEqualTo("60");
    assertThat(OWNER.get("/api/v1/me").status()).isEqualTo(200);
  }

  @Test
  void shouldKeepTheTokenForTheOwnerOnly() throws IOException {
    Path file = PLATFORM.home().resolve("cli.json");

    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(PLATFORM.home().resolve("keys"))
        .isDirectoryContaining("glob:**keyset.json")
        .isDirectoryContaining("glob:**payloads.json");
  }

  @Test
  void shouldKeepTheTokenAndRenewTheAddressWhenThePortChanges() throws Exception {
    PlatformConfig before = PLATFORM.config();
    Path home = Files.createTempDirectory("holdfast-second-home");
    Path file = home.resolve("cli.json");
    Files.copy(PLATFORM.home().resolve("cli.json"), file);
    var config =
        new PlatformConfig(
            new PlatformConfig.Api("127.0.0.1", TestPlatform.freePort()),
            before.database(),
            before.redis(),
            before.temporal(),
            before.keysDirectory());

    try (AutoCloseable second = ApiApplication.start(config, home, TestPlatform::scan)) {
      assertThat(second).isNotNull();
      String token = Files.readString(PLATFORM.home().resolve("cli.json"));
      assertThat(Files.readString(file))
          .isEqualTo(token.replace(before.api().url(), config.api().url()));
    }
  }

  @Test
  void shouldSignInOnceByLink() {
    String link = link("temporal");

    Answer first = OWNER.as(null).get(link);
    Answer second = OWNER.as(null).get(link);

    assertThat(first.status()).isEqualTo(303);
    assertThat(first.header("Location")).startsWith(TestPlatform.TEMPORAL_UI + "/namespaces/");
    assertThat(first.header("Set-Cookie")).contains("HttpOnly", "SameSite=Strict");
    assertThat(second.status()).isEqualTo(403);
    assertThat(second.text("code")).isEqualTo("link-used-up");
    assertThat(
            OWNER
                .as(null)
                .send("GET", "/api/v1/me", null, Map.of("Cookie", cookieOf(first)))
                .text("kind"))
        .isEqualTo("session");
  }

  @Test
  void shouldNotUseUpALinkThatIsLookedAt() {
    String link = link("console");

    Answer looked = OWNER.as(null).send("HEAD", link, null, Map.of());
    Answer lookedByOwner = OWNER.send("HEAD", link, null, Map.of());

    assertThat(looked.status()).isEqualTo(401);
    assertThat(lookedByOwner.status()).isEqualTo(405);
    assertThat(OWNER.as(null).get(link).status()).isEqualTo(303);
  }

  @Test
  void shouldTakeATokenOnlyInTheWayItIsFor() {
    String session = cookieOf(OWNER.as(null).get(link("console")));
    String value = session.substring(session.indexOf('=') + 1);
    String name = session.substring(0, session.indexOf('='));

    assertThat(OWNER.as(value).get("/api/v1/me").status()).isIn(401, 429);
    assertThat(
            OWNER
                .as(null)
                .send("GET", "/api/v1/me", null, Map.of("Cookie", name + "=" + OWNER.token()))
                .status())
        .isIn(401, 429);
    assertThat(OWNER.as(null).send("GET", "/api/v1/me", null, Map.of("Cookie", session)).status())
        .isEqualTo(200);
  }

  @Test
  void shouldAnswerToEverybodyWhetherItIsAliveWhateverTokenIsShown() {
    assertThat(OWNER.as("hf_wrong").get("/health/live").status()).isEqualTo(200);
  }

  @Test
  void shouldRedirectNowhereElse() {
    String link = link("console").replace("to=console", "to=http://evil.example");

    assertThat(OWNER.as(null).get(link).status()).isEqualTo(422);
    assertThat(OWNER.post("/api/v1/auth/links", Map.of("to", "//evil.example")).status())
        .isEqualTo(422);
  }

  @Test
  void shouldChangeNothingByCookieFromAForeignPage() {
    String cookie = cookieOf(OWNER.as(null).get(link("console")));
    Map<String, String> foreign = Map.of("Cookie", cookie, "Origin", "http://evil.example");
    Map<String, String> own = Map.of("Cookie", cookie, "Origin", OWNER.url());

    Http browser = OWNER.as(null);
    assertThat(browser.send("POST", "/api/v1/auth/links", "{}", foreign).text("code"))
        .isEqualTo("foreign-origin");
    assertThat(browser.send("POST", "/api/v1/auth/links", "{}", Map.of("Cookie", cookie)).status())
        .isEqualTo(403);
    assertThat(browser.send("POST", "/api/v1/auth/links", "{}", own).status()).isEqualTo(201);
  }

  @Test
  void shouldNotAnswerToAForeignHostName() throws IOException {
    try (var socket =
        new Socket(InetAddress.getLoopbackAddress(), PLATFORM.config().api().port())) {
      socket
          .getOutputStream()
          .write(
              "GET /health/live HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 421")
          .contains("foreign-host");
    }
  }

  @Test
  void shouldRefuseBodiesThatAreTooLarge() {
    Answer answer = OWNER.post("/api/v1/operations", "x".repeat((1 << 20) + 1));

    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  void shouldLimitTheRequestsOfATokenAndNotTheOwners() {
    TestPlatform platform = TestPlatform.get();
    Http user = platform.user("eager");
    Http owner = platform.owner();

    // Twice as many and more, for a minute may end in between.
    Http.Answer refused =
        IntStream.range(0, 1_300)
            .mapToObj(n -> user.get("/api/v1/me"))
            .filter(answer -> answer.status() != 200)
            .findFirst()
            .orElseThrow();

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text("code")).isEqualTo("too-many-requests");
    assertThat(refused.header("Retry-After")).matches("[1-9][0-9]?");
    assertThat(refused.header("RateLimit")).matches("\"requests\";r=0;t=[1-9][0-9]?");
    assertThat(owner.get("/api/v1/me").status()).isEqualTo(200);
    assertThat(platform.user("calm").get("/api/v1/me").status()).isEqualTo(200);
  }
}
