package dev.holdfast.cli.identity;

import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginCommandsTest {
  private static final String ME =
      "{\"name\":\"bob\",\"admin\":true,\"permissions\":[],\"passwordNeeded\":true}";

  @TempDir private Path home;
  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  private Cli cli() {
    return Cli.nowhere().with("HOLDFAST_HOME", home.toString());
  }

  private static String tokens(String access, Instant until) {
    return ("{\"session\":\"session-1\",\"user\":\"bob\",\"accessToken\":\"%s\",\"accessExpiresAt\":"
            + "\"%s\",\"refreshToken\":\"hfr_%s\",\"endsAt\":\"2026-11-28T21:00:00Z\"}")
        .formatted(access, until, access);
  }

  private Cli.Result login(Instant until) {
    platform.answers("POST /auth/login", tokens("first", until));
    platform.answers("GET /me", ME);
    return cli().typing("Tulip-29-Wolf+Sky\n").run("login", "bob", "--server", platform.url());
  }

  private long requests(String path) {
    return platform.requests().stream().filter(it -> it.path().equals(path)).count();
  }

  @Test
  void shouldAskForThePasswordBeforeATokenThatOutlivesTheSession() {
    login(Instant.now().plusSeconds(1800));
    platform.answers("POST /tokens", "{\"id\":\"token-1\",\"token\":\"hf_x\"}");

    cli().typing("Tulip-29-Wolf+Sky\n").run("token", "create", "ci");

    assertThat(Json.parse(platform.request("POST /tokens").body()))
        .isEqualTo(Json.parse("{\"name\":\"ci\",\"current\":\"Tulip-29-Wolf+Sky\"}"));
  }

  @Test
  void shouldKeepTheSessionForItsOwnerAndActInIt() throws IOException {
    Cli.Result login = login(Instant.now().plusSeconds(1800));

    assertThat(login.err())
        .isEqualTo(
            "You are bob at %s, until 2026-11-28T21:00:00Z at the latest.\n"
                .formatted(platform.url()));
    assertThat(login.out()).isEmpty();
    assertThat(platform.request("POST /auth/login").authorization()).isEmpty();
    assertThat(Json.parse(platform.request("POST /auth/login").body()))
        .isEqualTo(Json.parse("{\"user\":\"bob\",\"password\":\"Tulip-29-Wolf+Sky\"}"));
    Path file = home.resolve("session.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file)).doesNotContain("Tulip");
    assertThat(cli().run("whoami").out()).startsWith("bob (administrator) at " + platform.url());
    assertThat(platform.request("GET /me").authorization()).isEqualTo("Bearer first");
    assertThat(requests("/auth/refresh")).isZero();
  }

  @Test
  void shouldRenewTheAccessTokenOnceForManyCommands() throws Exception {
    login(Instant.now().plusSeconds(5));
    platform.answers("POST /auth/refresh", tokens("second", Instant.now().plusSeconds(1800)));

    try (var several = Executors.newFixedThreadPool(6)) {
      List<Callable<Integer>> commands =
          IntStream.range(0, 6)
              .<Callable<Integer>>mapToObj(i -> () -> cli().run("whoami").exitCode())
              .toList();
      for (var ended : several.invokeAll(commands)) {
        assertThat(ended.get()).isZero();
      }
    }

    assertThat(requests("/auth/refresh")).isEqualTo(1);
    assertThat(platform.request("POST /auth/refresh").body()).contains("hfr_first");
    assertThat(platform.requests().stream().filter(it -> it.path().equals("/me")))
        .hasSize(6)
        .allMatch(it -> it.authorization().equals("Bearer second"));
  }

  @Test
  void shouldSayWhenTheSessionIsOverAndStayInIt() {
    login(Instant.now().plusSeconds(5));
    platform.refuses("POST /auth/refresh", 401, "{\"code\":\"session-over\"}");

    Cli.Result over = cli().run("whoami");

    assertThat(over.exitCode()).isEqualTo(4);
    assertThat(over.err())
        .contains("your session with " + platform.url() + " is over", "./holdfast login");
    assertThat(cli().run("logout").err()).isEqualTo("You are logged out.\n");
    assertThat(home.resolve("session.json")).doesNotExist();
    assertThat(cli().run("logout").err()).isEqualTo("Nobody is logged in here.\n");
  }

  @Test
  void shouldAskForACodeWhereOneIsNeeded() {
    platform.answers("POST /auth/login", "{\"mfaToken\":\"hf_between\"}");
    platform.answers("POST /auth/mfa", tokens("first", Instant.now().plusSeconds(1800)));

    Cli.Result login =
        cli().typing("pass\n123456\n").run("login", "bob", "--server", platform.url());

    assertThat(login.exitCode()).as(login.err()).isZero();
    assertThat(Json.parse(platform.request("POST /auth/mfa").body()))
        .isEqualTo(Json.parse("{\"mfaToken\":\"hf_between\",\"code\":\"123456\"}"));
    assertThat(home.resolve("session.json")).exists();
  }

  @Test
  void shouldAddASecondFactorAndPrintTheRecoveryCodesOnce() {
    login(Instant.now().plusSeconds(1800));
    platform.answers(
        "POST /users/bob/mfa", "{\"secret\":\"GEZDGNBV\",\"uri\":\"otpauth://totp/x\"}");
    platform.answers("POST /users/bob/mfa/confirm", "{\"recoveryCodes\":[\"aaaa\",\"bbbb\"]}");
    platform.answers("POST /users/bob/mfa/remove", "");

    Cli.Result added = cli().typing("old\n123456\n").run("user", "mfa", "add");

    assertThat(added.out()).isEqualTo("aaaa\nbbbb\n");
    assertThat(added.err()).contains("GEZDGNBV", "otpauth://totp/x");
    assertThat(platform.request("POST /users/bob/mfa/confirm").body())
        .isEqualTo("{\"code\":\"123456\"}");
    assertThat(cli().typing("654321\n").run("user", "mfa", "remove").exitCode()).isZero();
    assertThat(platform.request("POST /users/bob/mfa/remove").body())
        .isEqualTo("{\"code\":\"654321\"}");
  }

  @Test
  void shouldTellWhyALoginIsRefused() {
    platform.refuses(
        "POST /auth/login",
        401,
        "{\"code\":\"bad-login\",\"detail\":\"The name or the password is wrong.\"}");

    Cli.Result refused = cli().typing("x\n").run("login", "bob", "--server", platform.url());

    assertThat(refused.exitCode()).isEqualTo(4);
    assertThat(refused.err()).isEqualTo("error: the name or the password is wrong\n");
    assertThat(home.resolve("session.json")).doesNotExist();
  }

  @Test
  void shouldSetPasswordsThatAreTypedOrMade() {
    login(Instant.now().plusSeconds(1800));
    platform.answers("POST /users/bob/password", "{\"user\":\"bob\"}");
    platform.answers("POST /users/eve/password", "{\"user\":\"eve\",\"password\":\"made\"}");

    Cli.Result own = cli().typing("old\nnew\n").run("user", "password");
    Cli.Result made = cli().run("user", "password", "eve", "--generate");

    assertThat(own.err()).isEqualTo("The password of bob is set.\n");
    assertThat(Json.parse(platform.request("POST /users/bob/password").body()))
        .isEqualTo(Json.parse("{\"current\":\"old\",\"password\":\"new\"}"));
    assertThat(made.out()).isEqualTo("made\n");
    assertThat(platform.request("POST /users/eve/password").body()).isEqualTo("{}");
  }

  @Test
  void shouldListAndEndSessions() {
    platform.answers(
        "GET /sessions",
        page(
            "{\"id\":\"session-1\",\"user\":\"bob\",\"how\":\"password\",\"client\":\"10.0.0.7 curl\","
                + "\"lastUsedAt\":\"2026-11-28T09:00:00Z\",\"endsAt\":\"2026-11-28T21:00:00Z\","
                + "\"current\":true}"));
    platform.answers("DELETE /sessions/session-1", "");
    Cli cli = Cli.at(platform.url());

    assertThat(cli.run("session", "list", "--all").out())
        .isEqualTo(
            """
            ID                    USER  BY        LAST USED             ENDS                  FROM
            session-1 (this one)  bob   password  2026-11-28T09:00:00Z  2026-11-28T21:00:00Z  10.0.0.7 curl
            """);
    assertThat(cli.run("session", "end", "session-1").err()).isEqualTo("Ended session-1.\n");
  }
}
