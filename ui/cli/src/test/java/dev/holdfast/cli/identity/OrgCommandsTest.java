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
  void shouldSayInEachRequestInWhichOrganisationItIsToAct() {
    platform.answers("POST /users", "{\"name\":\"ada\"}");
    platform.answers("GET /users", page());

    cli().run("user", "add", "ada", "--org", "acme");
    cli().run("user", "list");

    assertThat(platform.request("POST /users").organisation()).isEqualTo("acme");
    assertThat(platform.request("GET /users").organisation()).isEmpty();
  }
}
