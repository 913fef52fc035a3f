package dev.holdfast.cli.identity;

import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdentityCommandsTest {
  private static final String GRANT =
      """
      {"id":"grant-1","user":"bob","role":"operator","scope":"env=dev","grantedBy":"admin",
       "grantedAt":"2026-11-28T09:00:00Z","expiresAt":"2026-11-28T17:00:00Z","revokedAt":null,
       "revokedBy":null,"inForce":true}\
      """;
  private static final String BOB =
      """
      {"name":"bob","administrator":false,"createdAt":"2026-11-28T09:00:00Z","disabledAt":null,
       "grants":[%s]}\
      """
          .formatted(GRANT);

  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  private Cli cli() {
    return Cli.at(platform.url());
  }

  @Test
  void shouldListUsersWithTheirRoles() {
    platform.answers(
        "GET /users",
        page(
            BOB,
            "{\"name\":\"eve\",\"administrator\":false,\"disabledAt\":\"2026-11-28T09:00:00Z\",\"grants\":[]}"));

    assertThat(cli().run("user", "list").out())
        .isEqualTo(
            """
            NAME  STATE     ROLES
            bob   enabled   operator on env=dev
            eve   disabled  -
            """);
  }

  @Test
  void shouldAddDisableAndRemoveAUser() {
    platform.answers("POST /users", BOB);
    platform.answers("POST /users/bob/disable", BOB);
    platform.answers("DELETE /users/bob", "");

    assertThat(cli().run("user", "add", "bob").err()).contains("./holdfast grant add bob ROLE");
    assertThat(Json.parse(platform.request("POST /users").body()))
        .isEqualTo(Json.parse("{\"name\":\"bob\"}"));
    assertThat(cli().run("user", "disable", "bob").err()).isEqualTo("User bob is disabled.\n");
    assertThat(cli().run("user", "remove", "bob").err()).isEqualTo("Removed user bob.\n");
    assertThat(cli().run("user", "show", "nobody").exitCode()).isEqualTo(3);
  }

  @Test
  void shouldGrantForATimeAndShowUntilWhen() {
    platform.answers("POST /grants", GRANT);
    platform.answers("GET /grants", page(GRANT));
    platform.answers("DELETE /grants/grant-1", "");

    Cli.Result granted =
        cli().run("grant", "add", "bob", "operator", "--scope", "env=dev", "--expires-in", "8h");

    assertThat(granted.out()).isEqualTo("grant-1\n");
    assertThat(granted.err())
        .isEqualTo("bob is operator on env=dev, until 2026-11-28T17:00:00Z.\n");
    assertThat(Json.parse(platform.request("POST /grants").body()))
        .isEqualTo(
            Json.parse(
                "{\"user\":\"bob\",\"role\":\"operator\",\"scope\":\"env=dev\",\"expiresIn\":\"PT8H\"}"));
    assertThat(cli().run("grant", "list", "--user", "bob").out())
        .isEqualTo(
            """
            ID       USER  ROLE      SCOPE    GRANTED BY  ENDS
            grant-1  bob   operator  env=dev  admin       2026-11-28T17:00:00Z
            """);
    assertThat(cli().run("grant", "remove", "grant-1").err()).isEqualTo("Revoked grant-1.\n");
    assertThat(cli().run("grant", "add", "bob", "operator", "--expires-in", "soon").exitCode())
        .isEqualTo(2);
  }

  @Test
  void shouldChangeWhatIsNamedOfARole() {
    platform.answers("PATCH /roles/patcher", "{\"name\":\"patcher\",\"permissions\":[]}");

    assertThat(cli().run("role", "set", "patcher", "--permission", "lockdown:run").err())
        .contains("Changed role patcher");

    assertThat(Json.parse(platform.request("PATCH /roles/patcher").body()))
        .isEqualTo(Json.parse("{\"permissions\":[\"lockdown:run\"]}"));
    Cli.Result nothing = cli().run("role", "set", "patcher");
    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(nothing.err()).contains("--permission", "--description");
  }

  @Test
  void shouldMakeAndShowARole() {
    String role =
        "{\"name\":\"patcher\",\"description\":\"patches\",\"system\":false,"
            + "\"permissions\":[\"lockdown:run\",\"servers:read\"]}";
    platform.answers("POST /roles", role);
    platform.answers("GET /roles", page(role));
    platform.answers("GET /roles/patcher", role);

    cli()
        .run(
            "role",
            "create",
            "patcher",
            "--permission",
            "lockdown:run",
            "--permission",
            "servers:read");

    assertThat(Json.parse(platform.request("POST /roles").body()).path("permissions"))
        .isEqualTo(Json.parse("[\"lockdown:run\",\"servers:read\"]"));
    assertThat(cli().run("role", "list").out())
        .isEqualTo(
            """
            NAME     KIND  PERMISSIONS
            patcher  own   lockdown:run servers:read
            """);
    assertThat(cli().run("role", "show", "patcher").out())
        .isEqualTo("patcher: patches\n  lockdown:run\n  servers:read\n");
  }

  @Test
  void shouldPrintATokenOnceAndListWhatItIsGoodFor() {
    String token =
        "{\"id\":\"token-1\",\"user\":\"bob\",\"name\":\"ci\",\"permissions\":[\"lockdown:run\"],"
            + "\"expiresAt\":\"2026-12-28T09:00:00Z\"}";
    platform.answers("POST /tokens", token.replaceFirst("}$", ",\"token\":\"hf_x\"}"));
    platform.answers("GET /me", "{\"name\":\"bob\",\"passwordNeeded\":false}");
    platform.answers("GET /tokens", page(token));
    platform.answers("DELETE /tokens/token-1", "");

    Cli.Result made =
        cli().run("token", "create", "ci", "--permission", "lockdown:run", "--expires-in", "30d");

    assertThat(made.out()).isEqualTo("hf_x\n");
    assertThat(made.err())
        .isEqualTo(
            "This is token-1, good until 2026-12-28T09:00:00Z for lockdown:run. Keep it: it is not"
                + " shown again.\n");
    assertThat(Json.parse(platform.request("POST /tokens").body()))
        .isEqualTo(
            Json.parse(
                "{\"name\":\"ci\",\"permissions\":[\"lockdown:run\"],\"expiresIn\":\"PT720H\"}"));
    assertThat(cli().run("token", "list").out())
        .isEqualTo(
            """
            ID       USER  NAME  ENDS                  GOOD FOR
            token-1  bob   ci    2026-12-28T09:00:00Z  lockdown:run
            """);
    assertThat(cli().run("token", "revoke", "token-1").err()).isEqualTo("Revoked token-1.\n");
  }

  @Test
  void shouldTellWhatOneMayDo() {
    platform.answers(
        "GET /me",
        "{\"name\":\"bob\",\"admin\":false,\"permissions\":[{\"permission\":\"*:run\","
            + "\"scope\":\"env=dev\",\"role\":\"operator\"}]}");

    assertThat(cli().run("whoami").out())
        .isEqualTo("bob at " + platform.url() + "\n  *:run on env=dev, as operator\n");
  }
}
