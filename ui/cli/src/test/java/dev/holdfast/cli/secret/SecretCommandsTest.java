package dev.holdfast.cli.secret;

import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretCommandsTest {
  private static final String SECRET =
      """
      {"name":"db","description":"of the shop","labels":{"env":"prod"},"version":2,"bytes":9,
       "setBy":"ann","setAt":"2026-11-28T09:00:00Z","createdBy":"ann",
       "createdAt":"2026-11-28T08:00:00Z",
       "versions":[{"version":2,"bytes":9,"setBy":"ann","setAt":"2026-11-28T09:00:00Z"}],
       "namedBy":["profile server-setup for web-1"],
       "uses":[{"version":2,"server":"web-1","operation":"op-1","usedAt":"2026-11-28T10:00:00Z"}]}\
      """;

  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldSendTheValueOfStandardInputWithoutItsLineEnd() {
    platform.answers("PUT /secrets/db", SECRET);

    Cli.Result set =
        cli()
            .typing("swordfish\r\n")
            .run("secret", "set", "db", "--description", "of the shop", "--label", "env=prod");

    assertThat(set.err()).isEqualTo("Kept db, version 2. Inputs name it as secret://db.\n");
    assertThat(Json.parse(platform.request("PUT /secrets/db").body()))
        .isEqualTo(
            Json.parse(
                """
                {"base64":"%s","description":"of the shop","labels":{"env":"prod"}}\
                """
                    .formatted(base64("swordfish"))));
  }

  @Test
  void shouldSendFilesOfSeveralLinesAndExactValuesAsTheyAre(@TempDir Path directory)
      throws IOException {
    platform.answers("POST /secrets/db/rotate", SECRET);
    platform.answers("PUT /secrets/db", SECRET);
    Path key = Files.writeString(directory.resolve("key"), "one\ntwo\n");

    cli().run("secret", "rotate", "db", "--file", key.toString());
    assertThat(sent("POST /secrets/db/rotate")).isEqualTo(base64("one\ntwo\n"));
    cli().typing("one\n").run("secret", "set", "db", "--exact");
    assertThat(sent("PUT /secrets/db")).isEqualTo(base64("one\n"));
  }

  @Test
  void shouldSayThatANameHasNoSlash() {
    Cli.Result set = cli().typing("swordfish").run("secret", "set", "shop/db");

    assertThat(set.exitCode()).isEqualTo(2);
    assertThat(set.err()).contains("shop/db: a name has no / and no \\ in it");
  }

  @Test
  void shouldLetThePlatformGenerateAndRefuseNothing() {
    platform.answers("POST /secrets/db/rotate", SECRET);

    assertThat(cli().run("secret", "rotate", "db", "--generate", "32").exitCode()).isZero();
    assertThat(Json.parse(platform.request("POST /secrets/db/rotate").body()))
        .isEqualTo(Json.parse("{\"generate\":32}"));
    Cli.Result empty = cli().typing("\n").run("secret", "rotate", "db");
    assertThat(empty.exitCode()).isEqualTo(2);
    assertThat(empty.err()).contains("the value is empty");
    assertThat(cli().run("secret", "set", "db", "swordfish").exitCode()).isEqualTo(2);
  }

  @Test
  void shouldSetALeasedOneWithoutAskingForAValueAndShowItsLeases() {
    String leased =
        SECRET.replace(
            "\"versions\"",
            "\"lease\":{\"kind\":\"postgresql\",\"admin\":\"secret://pg\","
                + "\"grants\":[\"reader\"],\"seconds\":7200},\"versions\"");
    platform.answers("PUT /secrets/db", leased);
    platform.answers("GET /secrets", page(leased));
    platform.answers("GET /secrets/db", leased);
    platform.answers(
        "GET /secret-leases",
        page(
            """
            {"secret":"db","operation":"op-1","credential":"holdfast_0a","state":"ending",
             "initiator":"ann","begunAt":"2026-11-28T09:00:00Z","issuedAt":"2026-11-28T09:00:00Z",
             "expiresAt":"2026-11-28T11:00:00Z","attempts":3,"error":"it cannot be reached"}\
            """));

    Cli.Result set =
        cli()
            .run(
                "secret",
                "set",
                "db",
                "--lease",
                "postgresql",
                "--admin",
                "secret://pg",
                "--grant",
                "reader",
                "--at-most",
                "2h");

    assertThat(set.exitCode()).as(set.err()).isZero();
    assertThat(set.err()).startsWith("Kept db. ").contains("secret://db#password");
    assertThat(Json.parse(platform.request("PUT /secrets/db").body()))
        .isEqualTo(
            Json.parse(
                """
                {"lease":{"kind":"postgresql","admin":"secret://pg","grants":["reader"],
                 "seconds":7200}}
                """));
    assertThat(cli().run("secret", "list").out()).contains("leased");
    assertThat(cli().run("secret", "show", "db").out())
        .contains(
            "leased: postgresql, member of reader, made with secret://pg, for 2 h 0 min at most");
    Cli.Result leases = cli().run("secret", "leases", "db", "--operation", "op-1");
    assertThat(leases.out()).contains("op-1", "ending", "holdfast_0a", "it cannot be reached");
    assertThat(platform.requests().getLast().path())
        .isEqualTo("/secret-leases?secret=db&operation=op-1");
    assertThat(cli().run("secret", "leases", "-o", "json").out()).startsWith("[");
  }

  @Test
  void shouldRefuseHalfALease() {
    for (String[] wrong :
        new String[][] {
          {"secret", "set", "db", "--lease", "postgresql"},
          {"secret", "set", "db", "--grant", "reader"},
          {"secret", "set", "db", "--lease", "x", "--admin", "secret://a", "--generate", "20"}
        }) {
      assertThat(cli().run(wrong).exitCode()).isEqualTo(2);
    }
    assertThat(platform.requests()).isEmpty();
  }

  @Test
  void shouldShowEverythingButTheValue() {
    platform.answers("GET /secrets", page(SECRET));
    platform.answers("GET /secrets/db", SECRET);

    assertThat(cli().run("secret", "list").out()).contains("NAME", "db", "env=prod", "of the shop");
    assertThat(cli().run("secret", "show", "db").out())
        .contains("profile server-setup for web-1", "op-1 on web-1, version 2");
  }

  private String sent(String request) {
    return Json.text(Json.parse(platform.request(request).body()), "base64");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private Cli cli() {
    return Cli.at(platform.url());
  }
}
