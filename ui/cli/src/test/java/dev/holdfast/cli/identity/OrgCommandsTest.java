package dev.holdfast.cli.identity;

import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.TestPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrgCommandsTest {
  private static final String ACME =
      """
      {"name":"acme","createdAt":"2026-11-28T09:00:00Z","createdBy":"admin"}\
      """;

  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  private Cli cli() {
    return Cli.at(platform.url());
  }

  @Test
  void shouldAddShowAndRemoveOrganisations() {
    platform.answers("POST /organisations", ACME);
    platform.answers("GET /organisations", page(ACME));
    platform.answers("GET /organisations/acme", ACME);
    platform.answers("DELETE /organisations/acme", "");

    assertThat(cli().run("org", "create", "acme").err()).contains("user add NAME --org acme");
    assertThat(platform.request("POST /organisations").body()).contains("\"name\":\"acme\"");
    assertThat(cli().run("org", "list").out()).contains("acme", "admin");
    assertThat(cli().run("org", "show", "acme").out()).startsWith("acme: created ");
    assertThat(cli().run("org", "remove", "acme").err()).isEqualTo("Removed organisation acme.\n");
    assertThat(cli().run("org", "show", "none").exitCode()).isEqualTo(3);
  }

  @Test
  void shouldShowAndSetQuotas() {
    String quotas =
        "[{\"quota\":\"operations\",\"used\":7,\"most\":5},{\"quota\":\"servers\",\"used\":3,"
            + "\"most\":null}]";
    platform.answers("GET /organisations/acme", ACME);
    platform.answers("GET /organisations/acme/quotas", quotas);
    platform.answers("PATCH /organisations/acme/quotas", quotas);

    Cli.Result set =
        cli().run("org", "quota", "set", "acme", "--operations", "5", "--servers", "unlimited");

    assertThat(set.err())
        .isEqualTo("acme has more operations than that already, keeps them, and gets no more.\n");
    assertThat(platform.request("PATCH /organisations/acme/quotas").body())
        .isEqualTo("{\"quotas\":{\"operations\":5,\"servers\":-1}}");
    assertThat(cli().run("org", "quota", "show", "acme").out())
        .isEqualTo(
            """
            QUOTA       USED  LIMIT
            operations  7     5
            servers     3     unlimited
            """);
    assertThat(cli().run("org", "show", "acme").out()).contains("operations  7     5");
    assertThat(cli().run("org", "show", "acme", "-o", "json").out()).contains("\"quotas\"");
    assertThat(cli().run("org", "quota", "set", "acme").exitCode()).isEqualTo(2);
    assertThat(cli().run("org", "quota", "set", "acme", "--servers", "few").exitCode())
        .isEqualTo(2);
  }

  @Test
  void shouldSayInEachRequestInWhichOrganisationItIsToAct() {
    platform.answers("POST /users", "{\"name\":\"ada\"}");
    platform.answers("GET /users", page());

    cli().run("user", "add", "ada", "--org", "acme");
    cli().run("user", "list");

    assertThat(platform.request("POST /users").organisation()).isEqualTo("acme");
    assertThat(platform.request("GET /users").organisation()).isEmpty();
  }
}
