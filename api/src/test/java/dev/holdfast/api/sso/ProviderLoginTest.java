package dev.holdfast.api.sso;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.identity.SecondFactors;
import dev.holdfast.platform.identity.TimeCodes;
import dev.holdfast.platform.setting.Setting;
import dev.holdfast.platform.setting.Settings;
import dev.holdfast.platform.sso.ProviderLogins;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Logs people in through a provider that is one, over real HTTP and with real keys. */
@SuppressWarnings("JavaUtilDate") // the library knows no other
final class ProviderLoginTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final String VERIFIER = "v".repeat(43);
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final TestProvider provider = new TestProvider();
  private final int number = NUMBER.incrementAndGet();
  private final String org = "sso-" + number;

  /** Failed logins and begun ones are counted by address: each test has one. */
  private final Http browser = OWNER.as(null).from(address(number));

  @BeforeEach
  void set() {
    PLATFORM.part(Settings.class).set(Setting.PROVIDER_PRIVATE, 2, "test");
    good(OWNER.post("/api/v1/organisations", Map.of("name", org)));
    good(put(provider.settings(Map.of("createsUsers", true))));
    provider.claims = Map.of("preferred_username", "Ada" + number + "@corp.example");
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private static InetAddress address(int number) {
    try {
      return InetAddress.getByAddress(new byte[] {127, 9, 0, (byte) number});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private Answer owner(String method, String path, @Nullable Object body) {
    return OWNER.send(method, "/api/v1" + path, body, Map.of("X-Holdfast-Organisation", org));
  }

  private Answer put(Map<String, Object> settings) {
    return owner("PUT", "/identity-provider", settings);
  }

  private Answer begin(@Nullable Integer port) {
    Map<String, Object> body = new HashMap<>();
    body.put("organisation", org);
    body.put("challenge", ProviderLogins.challenge(VERIFIER));
    if (port != null) {
      body.put("port", port);
    }
    return browser.post("/api/v1/auth/provider", body);
  }

  /** Where the browser comes back, from the provider. */
  private String back() {
    return relative(provider.authorise(good(begin(4711)).text("url")));
  }

  private static String relative(URI callback) {
    return callback.getRawPath() + "?" + callback.getRawQuery();
  }

  /** The code that the browser is told; null where the login is refused. */
  private @Nullable String code(Answer callback) {
    assertThat(callback.status()).as(callback.body()).isEqualTo(303);
    String location = String.valueOf(callback.header("Location"));
    assertThat(location).startsWith("http://127.0.0.1:4711/?login=login-");
    return location.contains("code=")
        ? location.substring(location.indexOf("code=") + "code=".length())
        : null;
  }

  private Answer finish(String code, String verifier) {
    return browser.post("/api/v1/auth/provider/finish", Map.of("code", code, "verifier", verifier));
  }

  private Answer login() {
    String code = code(browser.get(back()));
    assertThat(code).as(audited()).isNotNull();
    return good(finish(String.valueOf(code), VERIFIER));
  }

  private Http as(Answer login) {
    return OWNER.as(login.text("accessToken"));
  }

  private String audited() {
    return owner("GET", "/audit?limit=20", null).body();
  }

  private static Answer good(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isBetween(200, 204);
    return answer;
  }

  /** A browser comes back, and is told nothing but that the login is refused. */
  private void refuses(String reason) {
    assertThat(code(browser.get(back()))).isNull();
    assertThat(audited()).contains(reason).contains("\"refused\"");
  }

  @Test
  void shouldBeginAnOrdinarySessionOfAUserWhomTheProviderKnows() {
    Answer login = login();

    Answer me = good(as(login).get("/api/v1/me"));
    assertThat(me.text("name")).isEqualTo("ada" + number);
    assertThat(me.text("organisation")).isEqualTo(org);
    Answer sessions = good(as(login).get("/api/v1/sessions"));
    assertThat(sessions.json().path("items").get(0).path("how").asString()).isEqualTo("provider");
    Answer refreshed =
        good(
            OWNER
                .as(null)
                .post("/api/v1/auth/refresh", Map.of("refreshToken", login.text("refreshToken"))));
    good(OWNER.as(refreshed.text("accessToken")).post("/api/v1/auth/logout", Map.of()));
    assertThat(OWNER.as(refreshed.text("accessToken")).get("/api/v1/me").status()).isEqualTo(401);
    assertThat(audited())
        .contains("login --sso: has made the user of the subject sub-1", "session-");
    // The second time it is the same user, whatever the name has become.
    provider.claims = Map.of("preferred_username", "renamed");
    assertThat(login().text("user")).isEqualTo("ada" + number);
  }

  @Test
  void shouldShowTheCodeToAPersonWhereNoClientWaits() {
    URI callback = provider.authorise(good(begin(null)).text("url"));

    Answer page = browser.get(relative(callback));

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'");
    String code = page.body().replaceAll("(?s).*<pre>(.*)</pre>.*", "$1");
    good(finish(code, VERIFIER));
  }

  @Test
  void shouldRefuseTokensThatWereNotMadeForThisLogin() {
    Map<String, UnaryOperator<JWTClaimsSet.Builder>> wrong =
        Map.of(
            "nonce", claims -> claims.claim("nonce", "another"),
            "no nonce", claims -> claims.claim("nonce", null),
            "audience", claims -> claims.audience("another"),
            "issuer", claims -> claims.issuer("https://id.example.com"),
            "no azp", claims -> claims.audience(List.of(TestProvider.CLIENT, "another")),
            "azp",
                claims ->
                    claims
                        .audience(List.of(TestProvider.CLIENT, "another"))
                        .claim("azp", "another"),
            "expired", claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(61))),
            "no end", claims -> claims.expirationTime(null),
            "of the future", claims -> claims.issueTime(Date.from(Instant.now().plusSeconds(90))));

    wrong.forEach((what, change) -> {
      provider.token = change;
      assertThat(code(browser.get(back()))).as(what).isNull();
    });

    // Within the minute that clocks may differ.
    provider.token = claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(30)));
    login();
    assertThat(good(owner("GET", "/users", null)).body()).containsOnlyOnce("\"name\"");
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "HS256", "FOREIGN_KEY"})
  void shouldRefuseTokensThatTheProviderHasNotSigned(TestProvider.Signing signing) {
    provider.signing = signing;

    refuses("the ID token is not good");
  }

  @Test
  void shouldTakeStatesAndCodesOnce() {
    String callback = back();
    String code = String.valueOf(code(browser.get(callback)));

    assertThat(browser.get(callback).status()).isEqualTo(403);
    good(finish(code, VERIFIER));
    Answer replayed = finish(code, VERIFIER);
    assertThat(replayed.status()).isEqualTo(401);
    assertThat(replayed.text("code")).isEqualTo("login-over");
    assertThat(browser.get("/auth/provider/callback?state=made-up&code=x").status()).isEqualTo(403);
    assertThat(browser.get("/auth/provider/callback").status()).isEqualTo(400);
  }

  @Test
  void shouldGiveTheSessionOnlyToTheClientThatBeganTheLogin() {
    String code = String.valueOf(code(browser.get(back())));

    assertThat(finish(code, "w".repeat(43)).status()).isEqualTo(401);
    // Whoever has tried has used it up.
    assertThat(finish(code, VERIFIER).status()).isEqualTo(401);
  }

  @Test
  void shouldRefuseAnswersThatAreNotOfTheProviderThatWasAsked() {
    URI callback = provider.authorise(good(begin(4711)).text("url"));
    String other = relative(callback).replaceAll("iss=[^&]*", "iss=https%3A%2F%2Fid.example.com");
    assertThat(code(browser.get(other))).isNull();

    String none = back().replaceAll("&?iss=[^&]*", "");
    assertThat(code(browser.get(none))).isNull();

    String made = back().replaceAll("code=[^&]*", "code=" + TestProvider.madeUp());
    assertThat(code(browser.get(made))).isNull();

    String denied = back().replaceAll("code=[^&]*", "error=access_denied");
    assertThat(code(browser.get(denied))).isNull();
    assertThat(audited())
        .contains(
            "the answer is of another issuer",
            "does not name its issuer",
            "the provider gives no token: invalid_grant",
            "the provider says access_denied");
  }

  @Test
  void shouldNotMakeAUserOfWhoeverHasItsName() {
    String name = "sso-victim-" + number;
    good(owner("POST", "/users", Map.of("name", name)));
    provider.claims = Map.of("preferred_username", name, "email", name + "@corp.example");

    refuses("there is a user '" + name + "' already");

    good(owner("PUT", "/users/" + name + "/identity", Map.of("subject", "sub-1")));
    assertThat(login().text("user")).isEqualTo(name);
    good(owner("DELETE", "/users/" + name + "/identity", null));
    refuses("there is a user '" + name + "' already");
  }

  @Test
  void shouldMakeNoUsersUnlessItIsSaid() {
    good(put(provider.settings(Map.of())));

    refuses("the subject 'sub-1' is linked to no user");
  }

  @Test
  void shouldLetNobodyInWhoIsDisabledAtAnyMoment() {
    Answer login = login();
    String name = login.text("user");
    String code = String.valueOf(code(browser.get(back())));
    good(owner("POST", "/users/" + name + "/disable", null));

    assertThat(finish(code, VERIFIER).text("code")).isEqualTo("login-over");
    assertThat(as(login).get("/api/v1/me").status()).isEqualTo(401);
    refuses("the user is disabled");
  }

  @Test
  void shouldBringWhatGroupsGiveUpToDateWithEachLogin() {
    map("ops", "operator", "env=dev");
    String viewers = map("all", "viewer", "all");
    in("ops", "all");
    Answer first = login();
    String user = first.text("user");
    good(owner("POST", "/grants", Map.of("user", user, "role", "auditor")));
    assertThat(held(user)).containsOnly("operator env=dev", "viewer all", "auditor all");

    in("all");
    Answer second = login();
    assertThat(held(user)).containsOnly("viewer all", "auditor all");
    assertThat(as(first).get("/api/v1/me").text("code")).isEqualTo("token-outdated");
    assertThat(audited()).contains("give no longer operator on env=dev");

    good(owner("DELETE", "/identity-provider/groups/" + viewers, null));
    assertThat(held(user)).containsOnly("auditor all");
    in();
    login();
    assertThat(held(user)).containsOnly("auditor all");
    assertThat(as(second).get("/api/v1/me").status()).isEqualTo(401);
  }

  private String map(String group, String role, String scope) {
    return good(owner(
            "POST",
            "/identity-provider/groups",
            Map.of("group", group, "role", role, "scope", scope)))
        .text("id");
  }

  private void in(String... groups) {
    provider.claims = Map.of("preferred_username", "grouped-" + number, "groups", List.of(groups));
  }

  private List<String> held(String user) {
    return good(owner("GET", "/grants?user=" + user, null))
        .json()
        .path("items")
        .valueStream()
        .map(grant -> grant.path("role").asString() + " " + grant.path("scope").asString())
        .toList();
  }

  @Test
  void shouldEndWhatAProviderGaveWhenItIsRemoved() {
    map("ops", "operator", "all");
    in("ops");
    Answer login = login();
    assertThat(OWNER.delete("/api/v1/organisations/" + org).body())
        .contains("an identity provider");

    good(owner("DELETE", "/identity-provider", null));

    assertThat(held(login.text("user"))).isEmpty();
    assertThat(as(login).get("/api/v1/me").status()).isEqualTo(401);
    assertThat(begin(4711).text("code")).isEqualTo("no-identity-provider");
    assertThat(owner("GET", "/identity-provider", null).status()).isEqualTo(404);
  }

  @Test
  void shouldGiveNobodyMoreThanWhoeverMapsAGroupHas() {
    String permissions = "identity-providers:write";
    good(
        owner(
            "POST",
            "/roles",
            Map.of("name", "mapper", "permissions", List.of(permissions, "servers:read"))));
    String name = "sso-mapper-" + number;
    good(owner("POST", "/users", Map.of("name", name)));
    good(owner("POST", "/grants", Map.of("user", name, "role", "mapper")));
    Http mapper = OWNER.as(token(name));

    Answer more =
        mapper.post("/api/v1/identity-provider/groups", Map.of("group", "ops", "role", "operator"));
    Answer replaced =
        mapper.send("PUT", "/api/v1/identity-provider", provider.settings(Map.of()), Map.of());

    assertThat(more.text("code")).isEqualTo("more-than-held");
    assertThat(replaced.text("code")).isEqualTo("more-than-held");
    good(mapper.post("/api/v1/identity-provider/groups", Map.of("group", "ops", "role", "mapper")));
    assertThat(owner("DELETE", "/roles/mapper", null).text("code")).isEqualTo("role-granted");
  }

  private String token(String user) {
    return PLATFORM
        .part(dev.holdfast.platform.identity.Tokens.class)
        .issue(user, dev.holdfast.platform.identity.TokenKind.CLI, null);
  }

  @Test
  void shouldKnowPeopleOfAnotherOrganisationAsOthers() {
    String here = login().text("user");
    String other = org + "-b";
    good(OWNER.post("/api/v1/organisations", Map.of("name", other)));
    Map<String, String> in = Map.of("X-Holdfast-Organisation", other);
    good(
        OWNER.send(
            "PUT",
            "/api/v1/identity-provider",
            provider.settings(Map.of("createsUsers", true)),
            in));

    Map<String, Object> body =
        Map.of(
            "organisation", other, "challenge", ProviderLogins.challenge(VERIFIER), "port", 4711);
    String same = good(browser.post("/api/v1/auth/provider", body)).text("url");
    // Its name is a user of the first one: nobody becomes that by having the same name.
    assertThat(code(browser.get(relative(provider.authorise(same))))).isNull();

    provider.claims = Map.of("preferred_username", here + "-b");
    String url = good(browser.post("/api/v1/auth/provider", body)).text("url");
    String code = String.valueOf(code(browser.get(relative(provider.authorise(url)))));
    Answer login = good(finish(code, VERIFIER));
    assertThat(good(as(login).get("/api/v1/me")).text("organisation")).isEqualTo(other);
    assertThat(login().text("user")).isEqualTo(here);
  }

  @Test
  void shouldAskForACodeUnlessTheProviderHas() {
    Answer login = login();
    String user = login.text("user");
    SecondFactors factors = PLATFORM.part(SecondFactors.class);
    byte[] secret = decoded(factors.prepare(org, user).orElseThrow());
    assertThat(factors.confirm(org, user, code(secret, 0))).isPresent();

    Answer asked = good(finish(String.valueOf(code(browser.get(back()))), VERIFIER));
    assertThat(asked.text("mfaToken")).startsWith("hf_");
    assertThat(asked.json().has("accessToken")).isFalse();
    assertThat(OWNER.as(asked.text("mfaToken")).get("/api/v1/me").status()).isEqualTo(401);
    Answer coded =
        good(
            browser.post(
                "/api/v1/auth/mfa",
                Map.of("mfaToken", asked.text("mfaToken"), "code", code(secret, 1))));
    assertThat(good(as(coded).get("/api/v1/auth/provider/logout")).text("url"))
        .contains("&id_token_hint=eyJ");

    good(put(provider.settings(Map.of("createsUsers", true, "secondFactor", List.of("mfa")))));
    Map<String, Object> claims = new HashMap<>(provider.claims);
    claims.put("amr", List.of("pwd", "mfa"));
    provider.claims = claims;
    assertThat(login().text("accessToken")).isNotEmpty();
  }

  private static String code(byte[] secret, int steps) {
    return TimeCodes.code(secret, Instant.now().getEpochSecond() / 30 + steps);
  }

  /** The bytes of a text in base 32 (RFC 4648) without padding. */
  private static byte[] decoded(String text) {
    String digits =
        text.chars()
            .mapToObj("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"::indexOf)
            .map(digit -> Integer.toString(digit, 32))
            .collect(Collectors.joining());
    byte[] number = new BigInteger(digits, 32).toByteArray();
    byte[] bytes = new byte[text.length() * 5 / 8];
    int length = Math.min(number.length, bytes.length);
    System.arraycopy(number, number.length - length, bytes, bytes.length - length, length);
    return bytes;
  }

  @Test
  void shouldKeepTheTokenOfALoginAsLongAsItsSession() {
    Answer first = login();
    Answer second = login();
    String url = good(as(first).get("/api/v1/auth/provider/logout")).text("url");
    assertThat(url)
        .startsWith(
            provider.issuer() + "/logout?from=discovery&client_id=holdfast&id_token_hint=eyJ")
        .isNotEqualTo(good(as(second).get("/api/v1/auth/provider/logout")).text("url"));
    String token = url.substring(url.lastIndexOf('=') + 1);
    assertThat(hints()).hasSize(2).noneMatch(row -> row.contains(token));
    assertThat(audited()).doesNotContain(token);

    good(as(first).post("/api/v1/auth/logout", Map.of()));

    assertThat(hints()).hasSize(1);
    // The provider that there is now has not issued it.
    PLATFORM
        .part(Jdbi.class)
        .useHandle(
            handle -> handle.execute("update logout_hints set issuer = 'https://id.example.com'"));
    assertThat(good(as(second).get("/api/v1/auth/provider/logout")).text("url"))
        .endsWith("client_id=holdfast");
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute("update logout_hints set kept_at = now() - interval '2 hours'"));
    login();
    assertThat(hints()).as("of a session that goes on").hasSize(2);
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute(
                "update login_sessions set ends_at = now() where organisation_id = ?", org));
    login();
    assertThat(hints()).as("none older than an hour").hasSize(2);
  }

  private List<String> hints() {
    return PLATFORM
        .part(Jdbi.class)
        .withHandle(handle ->
            handle
                .createQuery(
                    "select cast(h as text) from logout_hints h where organisation_id = :org")
                .bind("org", org)
                .mapTo(String.class)
                .list());
  }

  @Test
  void shouldKeepNoTokenWhereThereIsNoPageToShowItTo() {
    provider.metadata.put("end_session_endpoint", null);
    good(put(provider.settings(Map.of("createsUsers", true))));

    login();

    assertThat(hints()).isEmpty();
  }

  @Test
  void shouldCheckAProviderBeforeItIsSet() {
    provider.metadata.put("issuer", "https://id.example.com");
    assertThat(put(provider.settings(Map.of())).body()).contains("it calls itself");
    provider.metadata.remove("issuer");
    provider.metadata.put("code_challenge_methods_supported", List.of("plain"));
    assertThat(put(provider.settings(Map.of())).body()).contains("no PKCE with S256");
    provider.metadata.remove("code_challenge_methods_supported");
    provider.metadata.put("token_endpoint", "http://id.example.com/token");
    assertThat(put(provider.settings(Map.of())).body()).contains("its token_endpoint is not at");
    provider.metadata.remove("token_endpoint");
    provider.metadata.put("id_token_signing_alg_values_supported", List.of("HS256"));
    assertThat(put(provider.settings(Map.of())).body()).contains("by no algorithm");
    provider.metadata.clear();

    assertThat(put(provider.settings(Map.of("issuer", "http://id.example.com"))).body())
        .contains("does not begin with https://");
    Map<String, Object> keeps = provider.settings(Map.of());
    keeps.remove("clientSecret");
    good(put(keeps));
    Map<String, Object> elsewhere = new HashMap<>(keeps);
    elsewhere.put("issuer", "https://id.example.com");
    assertThat(put(elsewhere).body()).contains("clientSecret");
    assertThat(good(owner("GET", "/identity-provider", null)).body())
        .doesNotContain(TestProvider.SECRET);
    assertThat(good(owner("POST", "/identity-provider/test", null)).json().path("good").asBoolean())
        .isTrue();

    PLATFORM.part(Settings.class).set(Setting.PROVIDER_PRIVATE, 0, "test");
    assertThat(put(provider.settings(Map.of())).body())
        .contains("identity-provider.private-addresses 2");
  }

  @Test
  void shouldSayThatTheProviderIsDown() {
    good(put(provider.settings(Map.of("clientSecret", "wrong"))));
    assertThat(good(owner("POST", "/identity-provider/test", null)).body())
        .contains("does not accept the client ID or its secret: invalid_client");
    provider.close();
    good(
        owner(
            "POST",
            "/identity-provider/groups",
            Map.of("group", UUID.randomUUID().toString(), "role", "viewer")));
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute(
                "update identity_providers set changed_at = now() where organisation_id = ?", org));

    Answer down = begin(4711);

    assertThat(down.status()).isEqualTo(503);
    assertThat(down.text("code")).isEqualTo("identity-provider-unavailable");
    assertThat(down.text("detail")).contains("log in with a password");
    assertThat(good(owner("POST", "/identity-provider/test", null)).body())
        .contains("it does not accept connections");
    assertThat(audited()).contains("it does not accept connections");
  }

  @Test
  void shouldSlowDownWhoeverBeginsManyOrGuesses() {
    int status = 200;
    for (int i = 0; i <= 31 && status == 200; i++) {
      status = begin(4711).status();
    }
    assertThat(status).isEqualTo(429);
    status = 401;
    for (int i = 0; i <= 21 && status == 401; i++) {
      status = finish("x" + i, VERIFIER).status();
    }
    assertThat(status).isEqualTo(429);
    assertThat(begin(80).status()).isEqualTo(422);
    assertThat(
            browser
                .post("/api/v1/auth/provider", Map.of("organisation", org, "challenge", "short"))
                .status())
        .isEqualTo(422);
  }
}
