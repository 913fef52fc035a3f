package dev.holdfast.api.sso;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.setting.Setting;
import dev.holdfast.platform.setting.Settings;
import dev.holdfast.platform.sso.ProviderLogins;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logins on machines without a browser, and the way out, through a provider over real HTTP. */
final class DeviceLoginTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final String VERIFIER = "w".repeat(43);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final TestProvider provider = new TestProvider();
  private final int number = NUMBER.incrementAndGet();
  private final String org = "device-" + number;

  /** Failed logins and begun ones are counted by address: each test has one. */
  private final Http client = OWNER.as(null).from(address(number));

  @BeforeEach
  void set() {
    PLATFORM.part(Settings.class).set(Setting.PROVIDER_PRIVATE, 2, "test");
    OWNER.post("/api/v1/organisations", Map.of("name", org));
    put(provider.settings(Map.of("createsUsers", true)));
    provider.claims = Map.of("preferred_username", "Dee" + number);
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private static InetAddress address(int number) {
    try {
      return InetAddress.getByAddress(new byte[] {127, 10, 0, (byte) number});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private Answer put(Map<String, Object> settings) {
    return good(
        OWNER.send(
            "PUT", "/api/v1/identity-provider", settings, Map.of("X-Holdfast-Organisation", org)));
  }

  private static Answer good(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isBetween(200, 204);
    return answer;
  }

  private Answer begin() {
    return client.post(
        "/api/v1/auth/provider/device",
        Map.of("organisation", org, "challenge", ProviderLogins.challenge(VERIFIER)));
  }

  /** Asks as if the interval were over. */
  private Answer ask(String device, String verifier) {
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute(
                "update provider_logins set next_poll_at = now() where organisation_id = ?", org));
    return askNow(device, verifier);
  }

  private Answer askNow(String device, String verifier) {
    return client.post(
        "/api/v1/auth/provider/device/finish", Map.of("deviceCode", device, "verifier", verifier));
  }

  private static Map<String, String> in(String organisation) {
    return Map.of("X-Holdfast-Organisation", organisation);
  }

  private int hints() {
    return PLATFORM
        .part(Jdbi.class)
        .withHandle(handle ->
            handle
                .createQuery("select count(*) from logout_hints where organisation_id = ?")
                .bind(0, org)
                .mapTo(Integer.class)
                .one());
  }

  private String audited() {
    return OWNER
        .send("GET", "/api/v1/audit?limit=50", null, Map.of("X-Holdfast-Organisation", org))
        .body();
  }

  @Test
  void shouldBeginASessionOnceSomebodyHasConfirmedTheCode() {
    Answer begun = good(begin());
    String device = begun.text("deviceCode");
    assertThat(begun.text("userCode")).isEqualTo("WDJB-MJHT");
    assertThat(begun.text("completeUrl")).endsWith("/activate?code=WDJB-MJHT");
    assertThat(ask(device, VERIFIER).text("code")).isEqualTo("login-pending");
    provider.device = TestProvider.Device.TOO_OFTEN;
    Answer slower = ask(device, VERIFIER);
    assertThat(slower.text("code")).isEqualTo("login-pending");
    provider.device = TestProvider.Device.CONFIRM;
    // The interval has grown to six seconds: the provider is not asked before.
    Answer early = askNow(device, VERIFIER);
    assertThat(early.text("code")).isEqualTo("login-pending");
    assertThat(early.header("Retry-After")).isEqualTo("6");

    Answer login = good(ask(device, VERIFIER));

    Http dee = OWNER.as(login.text("accessToken"));
    assertThat(good(dee.get("/api/v1/me")).text("name")).isEqualTo("dee" + number);
    assertThat(good(dee.get("/api/v1/me")).text("organisation")).isEqualTo(org);
    assertThat(ask(device, VERIFIER).text("code")).isEqualTo("login-over");
    assertThat(audited()).contains("login --sso --device (login-").doesNotContain(device);

    Answer out = good(dee.get("/api/v1/auth/provider/logout"));
    assertThat(out.text("url"))
        .startsWith(
            provider.issuer() + "/logout?from=discovery&client_id=holdfast&id_token_hint=eyJ");
    assertThat(OWNER.send("GET", "/api/v1/auth/provider/logout", null, in(org)).text("url"))
        .endsWith("client_id=holdfast");
    good(dee.post("/api/v1/auth/logout", Map.of()));
    assertThat(hints()).isZero();
    assertThat(dee.get("/api/v1/auth/provider/logout").status()).isEqualTo(401);
  }

  @Test
  void shouldAnswerOnlyTheClientThatHasBegun() {
    String device = good(begin()).text("deviceCode");
    provider.device = TestProvider.Device.CONFIRM;

    assertThat(ask(device, "x".repeat(43)).text("code")).isEqualTo("login-over");
    assertThat(ask(UUID.randomUUID().toString(), VERIFIER).text("code")).isEqualTo("login-over");
    assertThat(ask("", "").text("code")).isEqualTo("login-over");

    good(ask(device, VERIFIER));
  }

  @Test
  void shouldRefuseWhatIsDeniedOrOverOrSignedByAnother() {
    String denied = good(begin()).text("deviceCode");
    provider.device = TestProvider.Device.DENY;
    assertThat(ask(denied, VERIFIER).text("code")).isEqualTo("login-over");
    assertThat(audited()).contains("the provider gives no token: access_denied");
    provider.device = TestProvider.Device.CONFIRM;
    assertThat(ask(denied, VERIFIER).text("code")).isEqualTo("login-over");

    String forged = good(begin()).text("deviceCode");
    provider.signing = TestProvider.Signing.FOREIGN_KEY;
    assertThat(ask(forged, VERIFIER).text("code")).isEqualTo("login-over");
    assertThat(audited()).contains("the ID token is not good");
    provider.signing = TestProvider.Signing.RIGHT;

    String late = good(begin()).text("deviceCode");
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute(
                "update provider_logins set expires_at = now() where organisation_id = ?", org));
    assertThat(ask(late, VERIFIER).text("code")).isEqualTo("login-over");
  }

  @Test
  void shouldSayThatAProviderOffersNone() {
    provider.metadata.put("device_authorization_endpoint", null);
    provider.metadata.put("end_session_endpoint", null);
    put(provider.settings(Map.of("createsUsers", true)));

    assertThat(begin().text("code")).isEqualTo("no-device-login");
    assertThat(
            OWNER
                .send(
                    "GET",
                    "/api/v1/auth/provider/logout",
                    null,
                    Map.of("X-Holdfast-Organisation", org))
                .text("code"))
        .isEqualTo("no-provider-logout");
    assertThat(client.post("/api/v1/auth/provider/device", Map.of("organisation", org)).status())
        .isEqualTo(422);
  }
}
