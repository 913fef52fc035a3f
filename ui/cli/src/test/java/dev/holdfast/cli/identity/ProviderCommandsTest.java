package dev.holdfast.cli.identity;

import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ProviderCommandsTest {
  private static final String TOKENS =
      "{\"session\":\"session-1\",\"user\":\"ada\",\"accessToken\":\"first\",\"accessExpiresAt\":"
          + "\"2100-01-01T00:00:00Z\",\"refreshToken\":\"hfr_first\","
          + "\"endsAt\":\"2026-11-28T21:00:00Z\"}";

  @TempDir private Path home;
  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  private Cli cli() {
    return Cli.nowhere().with("HOLDFAST_HOME", home.toString());
  }

  private void begins() {
    platform.answers(
        "POST /auth/provider",
        "{\"id\":\"login-1\",\"url\":\"https://id.example.com/auth?x=y\",\"expiresAt\":\"%s\"}"
            .formatted(Instant.now().plusSeconds(60)));
    platform.answers("POST /auth/provider/finish", TOKENS);
  }

  @Test
  void shouldAskForTheCodeWhereThereIsNoDisplay() {
    begins();

    Cli.Result login =
        cli()
            .typing("the-code\n")
            .run("login", "--sso", "--org", "acme", "--server", platform.url());

    assertThat(login.exitCode()).as(login.err()).isZero();
    assertThat(login.err()).contains("https://id.example.com/auth?x=y", "You are ada at ");
    String begun = platform.requests().getFirst().body();
    assertThat(begun).contains("\"organisation\":\"acme\"").doesNotContain("port");
    String finished = platform.requests().getLast().body();
    assertThat(Json.text(Json.parse(finished), "code")).isEqualTo("the-code");
    assertThat(ProviderVerifier.challenge(Json.text(Json.parse(finished), "verifier")))
        .isEqualTo(Json.text(Json.parse(begun), "challenge"));
    assertThat(home.resolve("session.json")).exists();
  }

  @Test
  void shouldOpenTheAddressAtWhichABrowserElsewhereStopped() {
    begins();
    platform.answers("GET /auth/provider/callback", "<p>Copy it.</p><pre>the_code-1</pre>");

    Cli.Result login =
        cli()
            .typing("https://other.example.com/auth/provider/callback?state=a%2Bb&code=c\n")
            .run("login", "--sso", "--server", platform.url());
    Cli.Result wrong =
        cli().typing("https://evil.example/\n").run("login", "--sso", "--server", platform.url());
    platform.answers("GET /auth/provider/callback", "<p>refused</p>");
    Cli.Result refused =
        cli()
            .typing("http://127.0.0.1:1/auth/provider/callback?state=a\n")
            .run("login", "--sso", "--server", platform.url());

    assertThat(login.exitCode()).as(login.err()).isZero();
    assertThat(platform.requests())
        .extracting(TestPlatform.Request::path)
        .contains("/auth/provider/callback?state=a%2Bb&code=c");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(refused.exitCode()).isEqualTo(4);
  }

  @Test
  void shouldWaitUntilSomebodyHasConfirmedTheCode() {
    platform.answers(
        "POST /auth/provider/device",
        """
        {"id":"login-1","deviceCode":"dev-1","userCode":"WDJB-MJHT","interval":1,"completeUrl":null,
         "url":"https://id.example.com/activate","expiresAt":"%s"}
        """
            .formatted(Instant.now().plusSeconds(60)));
    platform.answers("POST /auth/provider/device/finish", TOKENS);
    platform.refusesOnce("POST /auth/provider/device/finish", 409, "{\"code\":\"login-pending\"}");

    Cli.Result login = cli().run("login", "--sso", "--device", "--server", platform.url());

    assertThat(login.exitCode()).as(login.err()).isZero();
    assertThat(login.err())
        .contains("WDJB-MJHT", "https://id.example.com/activate", "You are ada at ")
        .doesNotContain("dev-1");
    String finished = platform.requests().getLast().body();
    assertThat(Json.text(Json.parse(finished), "deviceCode")).isEqualTo("dev-1");

    platform.refuses("POST /auth/provider/device/finish", 401, "{\"code\":\"login-over\"}");
    assertThat(cli().run("login", "--sso", "--device", "--server", platform.url()).exitCode())
        .isEqualTo(4);
    assertThat(cli().run("login", "bob", "--device").exitCode()).isEqualTo(2);
    assertThat(cli().run("login", "--sso", "--device", "--print").exitCode()).isEqualTo(2);
  }

  @Test
  void shouldEndTheSessionAtTheProviderWhereItIsAskedFor() {
    begins();
    cli().typing("the-code\n").run("login", "--sso", "--server", platform.url());
    platform.answers("GET /auth/provider/logout", "{\"url\":\"https://id.example.com/out\"}");
    platform.answers("POST /auth/logout", "{}");

    Cli.Result logout = cli().run("logout", "--sso");

    assertThat(logout.exitCode()).as(logout.err()).isZero();
    assertThat(logout.err()).contains("You are logged out.", "https://id.example.com/out");
    assertThat(home.resolve("session.json")).doesNotExist();
  }

  @Test
  void shouldSayThatTheCodeIsMissing() {
    begins();

    Cli.Result missing = cli().run("login", "--sso", "--server", platform.url());

    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("there is no code");
  }

  @Test
  @Timeout(30)
  void shouldTakeTheCodeFromTheBrowserOfThisMachineAndFromNobodyElse() throws Exception {
    begins();
    // There is a display, and no browser that could open on it.
    CompletableFuture<Cli.Result> login =
        CompletableFuture.supplyAsync(
            () -> cli().with("DISPLAY", ":none").run("login", "--sso", "--server", platform.url()));

    int port = port();
    browse(port, "/?login=login-2&code=another's");
    browse(port, "/favicon.ico");
    assertThat(browse(port, "/?login=login-1&code=the-code")).contains("Go back to the terminal");

    assertThat(login.get(20, TimeUnit.SECONDS).exitCode()).isZero();
    assertThat(platform.requests().getLast().body()).contains("\"code\":\"the-code\"");
  }

  @Test
  @Timeout(30)
  void shouldSayThatTheLoginIsRefused() throws Exception {
    begins();
    CompletableFuture<Cli.Result> login =
        CompletableFuture.supplyAsync(
            () -> cli().with("DISPLAY", ":none").run("login", "--sso", "--server", platform.url()));

    browse(port(), "/?login=login-1&error=refused");

    Cli.Result refused = login.get(20, TimeUnit.SECONDS);
    assertThat(refused.exitCode()).isEqualTo(4);
    assertThat(refused.err()).contains("the login was refused", "audit");
    assertThat(home.resolve("session.json")).doesNotExist();
  }

  private int port() {
    while (platform.requests().isEmpty()) {
      Thread.onSpinWait();
    }
    return Json.parse(platform.requests().getFirst().body()).path("port").asInt();
  }

  private static String browse(int port, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + port + path.replace("'", "%27")))
                  .build(),
              BodyHandlers.ofString())
          .body();
    }
  }

  @Test
  void shouldTakeEitherAUserOrTheProvider() {
    assertThat(cli().run("login").exitCode()).isEqualTo(2);
    Cli.Result both = cli().run("login", "bob", "--sso");
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.err()).contains("do not go together");
  }

  @Test
  void shouldSetTheProviderWithASecretThatNobodySees() {
    platform.answers(
        "PUT /identity-provider", "{\"redirectUri\":\"http://127.0.0.1:8080/auth/callback\"}");
    Cli cli = Cli.at(platform.url()).typing("the secret\n");

    Cli.Result set =
        cli.run(
            "org",
            "identity-provider",
            "set",
            "https://id.example.com",
            "--client-id",
            "holdfast",
            "--create-users",
            "--second-factor",
            "mfa",
            "--org",
            "acme");

    assertThat(set.exitCode()).as(set.err()).isZero();
    assertThat(set.out()).isEqualTo("http://127.0.0.1:8080/auth/callback\n");
    assertThat(set.err()).doesNotContain("the secret");
    assertThat(platform.request("PUT /identity-provider").organisation()).isEqualTo("acme");
    assertThat(Json.parse(platform.request("PUT /identity-provider").body()))
        .isEqualTo(
            Json.parse(
                "{\"issuer\":\"https://id.example.com\",\"clientId\":\"holdfast\","
                    + "\"createsUsers\":true,\"clientSecret\":\"the secret\","
                    + "\"secondFactor\":[\"mfa\"]}"));
  }

  @Test
  void shouldFailWhereATestFindsSomethingWrong() {
    platform.answers(
        "POST /identity-provider/test",
        "{\"good\":false,\"wrong\":[\"it publishes no keys\"],\"notes\":[],\"redirectUri\":\"x\"}",
        "{\"good\":true,\"wrong\":[],\"notes\":[\"A note.\"],\"redirectUri\":\"http://x/y\"}");
    Cli cli = Cli.at(platform.url());

    Cli.Result wrong = cli.run("org", "identity-provider", "test");
    Cli.Result good = cli.run("org", "identity-provider", "test");

    assertThat(wrong.exitCode()).isEqualTo(1);
    assertThat(wrong.out()).isEqualTo("wrong: it publishes no keys\n");
    assertThat(good.exitCode()).isZero();
    assertThat(good.err()).contains("A note.", "http://x/y");
  }

  @Test
  void shouldMapGroupsAndLinkUsers() {
    platform.answers("POST /identity-provider/groups", "{\"id\":\"group-1\"}");
    platform.answers(
        "GET /identity-provider/groups",
        page(
            "{\"id\":\"group-1\",\"group\":\"ops\",\"role\":\"operator\",\"scope\":\"env=dev\","
                + "\"createdBy\":\"admin\"}"));
    platform.answers("DELETE /identity-provider/groups/group-1", "");
    platform.answers("PUT /users/bob/identity", "{\"issuer\":\"https://id.example.com\"}");
    platform.answers("DELETE /users/bob/identity", "");
    Cli cli = Cli.at(platform.url());

    Cli.Result mapped =
        cli.run("org", "identity-provider", "map", "ops", "operator", "--scope", "env=dev");
    assertThat(mapped.out()).isEqualTo("group-1\n");
    assertThat(mapped.err()).contains("operator on env=dev from their next logins on");
    assertThat(cli.run("org", "identity-provider", "groups").out()).contains("ops", "env=dev");
    assertThat(cli.run("org", "identity-provider", "unmap", "group-1").exitCode()).isZero();
    assertThat(cli.run("user", "link", "bob", "--subject", "6ad7").err())
        .contains("bob is 6ad7 at https://id.example.com");
    assertThat(platform.request("PUT /users/bob/identity").body())
        .isEqualTo("{\"subject\":\"6ad7\"}");
    assertThat(cli.run("user", "unlink", "bob").exitCode()).isZero();
  }
}
