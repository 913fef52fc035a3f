package dev.holdfast.api.identity;

import static dev.holdfast.api.identity.Logins.NOBODY;
import static dev.holdfast.api.identity.Logins.OWNER;
import static dev.holdfast.api.identity.Logins.PASSWORD;
import static dev.holdfast.api.identity.Logins.as;
import static dev.holdfast.api.identity.Logins.login;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.platform.identity.TimeCodes;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A code beside the password. */
final class SecondFactorTest {

  @BeforeEach
  void unlock() {
    Logins.unlock();
  }

  private static Answer mfa(Http who, String user, String path, Map<String, Object> request) {
    return who.post("/api/v1/users/" + user + "/mfa" + path, request);
  }

  private static Answer code(Answer login, String code) {
    return NOBODY.post(
        "/api/v1/auth/mfa", Map.of("mfaToken", login.text("mfaToken"), "code", code));
  }

  /** The code of so many steps from now. */
  private static String code(String secret, int steps) {
    return TimeCodes.code(decoded(secret), Instant.now().getEpochSecond() / 30 + steps);
  }

  private static byte[] decoded(String base32) {
    byte[] bytes = new byte[base32.length() * 5 / 8];
    int buffer = 0;
    int bits = 0;
    int at = 0;
    for (int i = 0; i < base32.length(); i++) {
      buffer = (buffer << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(base32.charAt(i));
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (byte) (buffer >> bits);
        buffer &= (1 << bits) - 1;
      }
    }
    return bytes;
  }

  /** Lets used codes be good again, because time passes slowly. */
  private static void later() {
    Logins.sql("update second_factors set last_step = 0");
  }

  @Test
  void shouldAskForACodeOnceItIsConfirmed() {
    Logins.user("gus", "viewer");
    Http gus = as(login("gus"));
    assertThat(mfa(gus, "gus", "", Map.of("current", "Wrong-29-Wolf+Sky")).text("code"))
        .isEqualTo("wrong-password");
    Answer factor = mfa(gus, "gus", "", Map.of("current", PASSWORD));
    String secret = factor.text("secret");
    assertThat(factor.text("uri")).contains("otpauth://totp/Holdfast:gus?secret=" + secret);
    assertThat(login("gus").json().has("accessToken")).isTrue();
    assertThat(mfa(gus, "gus", "/confirm", Map.of("code", "x")).status()).isEqualTo(422);

    Answer confirmed = mfa(gus, "gus", "/confirm", Map.of("code", code(secret, 0)));

    assertThat(confirmed.json().path("recoveryCodes")).hasSize(10);
    assertThat(mfa(gus, "gus", "", Map.of("current", PASSWORD)).text("code"))
        .isEqualTo("mfa-exists");
    Answer password = login("gus");
    assertThat(password.json().has("accessToken")).isFalse();
    Http early = OWNER.as(password.text("mfaToken"));
    assertThat(early.get("/api/v1/me").status()).isIn(401, 429);
    later();
    String now = code(secret, 0);
    Answer in = code(password, now);
    assertThat(in.status()).as(in.body()).isEqualTo(200);
    assertThat(as(in).get("/api/v1/me").text("name")).isEqualTo("gus");
    assertThat(code(password, code(secret, 1)).text("code")).isEqualTo("login-over");
    assertThat(code(login("gus"), now).text("code")).isEqualTo("bad-code");
    assertThat(Logins.audited())
        .contains("login with a code: " + in.text("session"), "login: wrong code")
        .doesNotContain(secret);
  }

  @Test
  void shouldTakeEachRecoveryCodeOnceAndLockWhoGuesses() {
    Logins.user("hal", "viewer");
    Http hal = as(login("hal"));
    String secret = mfa(hal, "hal", "", Map.of("current", PASSWORD)).text("secret");
    Answer codes = mfa(hal, "hal", "/confirm", Map.of("code", code(secret, 0)));
    String recovery = codes.json().path("recoveryCodes").path(0).asString();

    assertThat(code(login("hal"), recovery.toUpperCase(Locale.ROOT)).status()).isEqualTo(200);
    assertThat(code(login("hal"), recovery).text("code")).isEqualTo("bad-code");
    Logins.unlock();
    Answer password = login("hal");
    for (int i = 0; i < 5; i++) {
      assertThat(code(password, "000000").status()).isEqualTo(401);
    }
    later();
    assertThat(code(password, code(secret, 0)).text("code")).isEqualTo("login-locked");
  }

  @Test
  void shouldBeRemovedByACodeOrByWhoMayDoEverything() {
    Logins.user("ian", "viewer");
    Logins.user("joe", "viewer");
    Http ian = as(login("ian"));
    String secret = mfa(ian, "ian", "", Map.of("current", PASSWORD)).text("secret");
    mfa(ian, "ian", "/confirm", Map.of("code", code(secret, 0)));

    assertThat(mfa(as(login("joe")), "ian", "/remove", Map.of()).status()).isEqualTo(403);
    assertThat(mfa(as(login("joe")), "ian", "", Map.of()).text("code")).isEqualTo("not-your-own");
    assertThat(mfa(ian, "ian", "/remove", Map.of("code", "000000")).status()).isEqualTo(422);
    later();
    assertThat(mfa(ian, "ian", "/remove", Map.of("code", code(secret, 0))).status()).isEqualTo(204);
    assertThat(login("ian").json().has("accessToken")).isTrue();
    assertThat(mfa(OWNER, "ian", "/remove", Map.of()).text("code")).isEqualTo("no-mfa");
  }
}
