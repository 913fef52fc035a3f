package dev.holdfast.api.identity;

import static dev.holdfast.api.identity.Logins.NOBODY;
import static dev.holdfast.api.identity.Logins.OWNER;
import static dev.holdfast.api.identity.Logins.as;
import static dev.holdfast.api.identity.Logins.login;
import static dev.holdfast.api.identity.Logins.refresh;
import static dev.holdfast.api.identity.Logins.sql;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.holdfast.api.auth.AccessTokens;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.platform.identity.Permission;
import dev.holdfast.platform.identity.SigningKeys;
import dev.holdfast.platform.identity.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logging in, going on, and being out. */
@SuppressWarnings("JavaUtilDate") // the library knows no other
final class LoginTest {

  @BeforeEach
  void unlock() {
    Logins.unlock();
  }

  @Test
  void shouldLogInWithAPasswordAndTellWhoOneIs() throws Exception {
    Logins.user("lea", "viewer");

    Answer answer = login("lea");

    Http lea = as(answer);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(lea.get("/api/v1/auth/me").text("name")).isEqualTo("lea");
    assertThat(lea.get("/api/v1/me").text("kind")).isEqualTo("access");
    assertThat(lea.get("/api/v1/servers").status()).isEqualTo(200);
    assertThat(lea.get("/api/v1/audit").status()).isEqualTo(403);
    SignedJWT jwt = SignedJWT.parse(answer.text("accessToken"));
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    assertThat(answer.text("accessToken")).hasSizeLessThan(4096);
    assertThat(claims.getClaims())
        .containsKeys("sub", "org", "roles", "permissions", "type", "jti", "iat", "exp");
    assertThat(claims.getSubject()).isEqualTo("lea");
    assertThat(claims.getStringListClaim("roles")).contains("viewer");
    assertThat(claims.getExpirationTime().getTime() - claims.getIssueTime().getTime())
        .isEqualTo(1_800_000);
    for (String path : List.of("/.well-known/jwks.json", "/api/v1/.well-known/jwks.json")) {
      JWKSet keys = JWKSet.parse(NOBODY.get(path).body());
      ECKey key = keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toECKey();
      assertThat(key.isPrivate()).isFalse();
      assertThat(jwt.verify(new ECDSAVerifier(key))).isTrue();
    }
    assertThat(Logins.audited()).contains("login: " + answer.text("session"));
  }

  @Test
  void shouldRefuseTokensThatWereNotMadeHereForThis() throws Exception {
    Logins.user("mia", "admin");
    SignedJWT good = SignedJWT.parse(login("mia").text("accessToken"));
    JWTClaimsSet claims = good.getJWTClaimsSet();
    ECKey own =
        ECKey.parse(
            Logins.PLATFORM
                .part(SigningKeys.class)
                .current(() -> {
                  throw new IllegalStateException("there is one");
                })
                .privateKey());
    ECKey other = new ECKeyGenerator(Curve.P_256).keyID(own.getKeyID()).generate();
    assertThat(signed(own, claims, UnaryOperator.identity())).isEqualTo(200);

    byte[] publicKey = own.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
    var confused =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(own.getKeyID())
                .build(),
            claims);
    confused.sign(new MACSigner(publicKey));
    assertThat(status(confused.serialize())).isEqualTo(401);
    assertThat(status(new PlainJWT(claims).serialize())).isEqualTo(401);
    assertThat(signed(other, claims, UnaryOperator.identity())).isEqualTo(401);
    assertThat(signed(own, claims, c -> c.issuer("other"))).isEqualTo(401);
    assertThat(signed(own, claims, c -> c.audience("other"))).isEqualTo(401);
    assertThat(signed(own, claims, c -> c.claim("type", "refresh"))).isEqualTo(401);
    assertThat(signed(own, claims, c -> c.subject("admin"))).isEqualTo(401);
    assertThat(signed(own, claims, c -> c.claim("sid", "session-other"))).isEqualTo(401);
    assertThat(signed(own, claims, c -> c.expirationTime(in(-90)))).isEqualTo(401);
    assertThat(signed(own, claims, c -> c.expirationTime(in(-30)))).isEqualTo(200);
    assertThat(signed(own, claims, c -> c.issueTime(in(90)))).isEqualTo(401);
    assertThat(signed(own, claims, c -> c.issueTime(in(30)))).isEqualTo(200);
  }

  private static Date in(long seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  private static int signed(
      ECKey key, JWTClaimsSet claims, UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
    JWSSigner signer = new ECDSASigner(key);
    var jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(key.getKeyID())
                .build(),
            change.apply(new JWTClaimsSet.Builder(claims)).build());
    jwt.sign(signer);
    return status(jwt.serialize());
  }

  /** 429 is what many bad tokens from one address come to. */
  private static int status(String token) {
    int status = OWNER.as(token).get("/api/v1/me").status();
    return status == 429 ? 401 : status;
  }

  @Test
  void shouldDecideFromTheGrantsOfNowAndOutdateTokensOfBefore() {
    Logins.user("nia", "auditor");
    Answer first = login("nia");
    String grant =
        OWNER.get("/api/v1/grants?user=nia").json().path("items").path(0).path("id").asString();
    assertThat(as(first).get("/api/v1/audit").status()).isEqualTo(200);

    OWNER.delete("/api/v1/grants/" + grant);

    assertThat(as(first).get("/api/v1/audit").text("code")).isEqualTo("token-outdated");
    Answer next = refresh(first.text("refreshToken"));
    assertThat(as(next).get("/api/v1/audit").status()).isEqualTo(403);
    assertThat(as(next).get("/api/v1/me").status()).isEqualTo(200);
  }

  @Test
  void shouldGiveTheSameSuccessorAtOnceAndEndTheSessionLater() {
    Logins.user("ona", "viewer");
    Answer first = login("ona");
    String old = first.text("refreshToken");

    Answer one = refresh(old);
    Answer again = refresh(old);

    assertThat(one.status()).isEqualTo(200);
    assertThat(one.text("refreshToken")).isNotEqualTo(old);
    assertThat(again.text("refreshToken")).isEqualTo(one.text("refreshToken"));
    sql(
        "update refresh_tokens set used_at = used_at - interval '11 seconds'"
            + " where session_id = ? and used_at is not null",
        first.text("session"));
    assertThat(refresh(old).text("code")).isEqualTo("refresh-token-reused");
    assertThat(
            Logins.texts(
                "select data ->> 'user' from events where kind = 'login.token-reused'"
                    + " and data ->> 'session' = :value",
                first.text("session")))
        .containsExactly("ona");
    assertThat(refresh(one.text("refreshToken")).text("code")).isEqualTo("session-over");
    assertThat(as(one).get("/api/v1/me").text("code")).isEqualTo("token-outdated");
    assertThat(Logins.audited())
        .contains("refresh: a token was used twice; ended " + first.text("session"));
    assertThat(refresh("hfr_unknown").status()).isEqualTo(401);
  }

  @Test
  void shouldEndByLogoutByIdlenessAndByAge() {
    Logins.user("pia", "viewer");
    Answer out = login("pia");
    Answer idle = login("pia");
    Answer old = login("pia");

    assertThat(as(out).post("/api/v1/auth/logout", null).status()).isEqualTo(204);
    sql(
        "update login_sessions set last_used_at = now() - interval '31 minutes' where id = ?",
        idle.text("session"));
    sql("update login_sessions set ends_at = now() where id = ?", old.text("session"));

    for (Answer over : List.of(out, idle, old)) {
      assertThat(as(over).get("/api/v1/me").status()).isEqualTo(401);
      assertThat(refresh(over.text("refreshToken")).text("code")).isEqualTo("session-over");
    }
    assertThat(OWNER.post("/api/v1/auth/logout", null).text("code")).isEqualTo("no-session");
    assertThat(Logins.audited()).contains("logout: " + out.text("session"));
  }

  @Test
  void shouldLastNoLongerByALinkThanTheSessionThatMadeIt() {
    Logins.user("ria", "viewer");
    Answer login = login("ria");
    Http ria = as(login);
    Answer made = ria.post("/api/v1/auth/links", Map.of());
    Answer late = ria.post("/api/v1/auth/links", Map.of());
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    sql(
        "update login_sessions set ends_at = now() + interval '1 hour' where id = ?",
        login.text("session"));

    assertThat(follow(made).status()).isEqualTo(303);
    ria.post("/api/v1/auth/logout", null);

    assertThat(
            OWNER
                .get("/api/v1/sessions?user=ria")
                .json()
                .path("items")
                .path(0)
                .path("endsAt")
                .asString())
        .isLessThan(Instant.now().plusSeconds(3601).toString());
    assertThat(follow(late).text("code")).isEqualTo("link-used-up");
  }

  private static Answer follow(Answer link) {
    return NOBODY.get(link.text("url").substring(NOBODY.url().length()));
  }

  @Test
  void shouldListAndEndSessions() {
    Logins.user("rea", "viewer");
    Logins.user("sia", "viewer");
    Http rea = as(login("rea"));
    Answer other = login("rea");
    Http sia = as(login("sia"));

    assertThat(rea.get("/api/v1/sessions").json().path("items")).hasSize(2);
    assertThat(sia.get("/api/v1/sessions?user=rea").status()).isEqualTo(403);
    assertThat(sia.delete("/api/v1/sessions/" + other.text("session")).status()).isEqualTo(403);
    assertThat(rea.delete("/api/v1/sessions/" + other.text("session")).status()).isEqualTo(204);
    assertThat(as(other).get("/api/v1/me").status()).isEqualTo(401);
    assertThat(OWNER.get("/api/v1/sessions?user=rea").json().path("items")).hasSize(1);
    OWNER.post("/api/v1/users/rea/disable", null);
    OWNER.post("/api/v1/users/rea/enable", null);
    assertThat(rea.get("/api/v1/me").status()).isEqualTo(401);
  }

  @Test
  void shouldAnswerWithAShortTokenHoweverMuchIsPermitted() {
    var held =
        IntStream.range(0, 300)
            .mapToObj(i ->
                new Subject.Held(
                    Permission.of("operation-" + i + ":run"), Subject.EVERYTHING, "wide", null))
            .toList();

    String token =
        Logins.PLATFORM
            .part(AccessTokens.class)
            .sign(new Subject("tea", "default", held), "session-1", 1)
            .token();

    assertThat(token).hasSizeLessThan(4096);
  }

  @Test
  void shouldNotFillTheAuditWithGuesses() {
    Logins.user("vic", "viewer");
    IntStream.range(0, 100).forEach(i -> login("vic", "Wrong-29-Wolf+Sky"));

    Answer audited = OWNER.get("/api/v1/audit?user=vic&limit=200");

    // A hundred take less than two minutes, so they are of three at most.
    assertThat(audited.json().path("items").size()).isBetween(20, 3 * 21 + 2);
    assertThat(audited.body()).contains("more requests in this minute");
  }

  @Test
  void shouldLockTheAccountAfterFiveFailuresWhetherItIsThereOrNot() {
    Logins.user("uma", "viewer");
    for (String name : List.of("uma", "nobody-of-this-name")) {
      Logins.unlock();
      for (int i = 0; i < 5; i++) {
        Answer wrong = login(name, "Wrong-29-Wolf+Sky");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.text("code")).isEqualTo("bad-login");
        assertThat(wrong.text("detail")).isEqualTo("The name or the password is wrong.");
      }
      Answer locked = login(name, Logins.PASSWORD);
      assertThat(locked.status()).isEqualTo(429);
      assertThat(locked.text("code")).isEqualTo("login-locked");
      assertThat(Integer.parseInt(String.valueOf(locked.header("Retry-After")))).isBetween(50, 61);
    }
    assertThat(OWNER.get("/api/v1/me").status()).isEqualTo(200);
    assertThat(Logins.audited())
        .contains("login: wrong password; locked for a while", "login: locked", "\"unknown\"")
        .doesNotContain("nobody-of-this-name");
  }

  @Test
  void shouldTellWhatIsMissing() {
    assertThat(NOBODY.post("/api/v1/auth/login", Map.of()).json().path("errors")).hasSize(2);
    assertThat(NOBODY.post("/api/v1/auth/refresh", Map.of()).status()).isEqualTo(422);
  }
}
