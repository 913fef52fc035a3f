package dev.holdfast.cli.policy;

import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandsTest {
  private static final String RULE =
      """
      {"id":7,"effect":"deny","operation":null,"selector":"env=prod","user":"bob","sudo":true,
       "matcher":{"kind":"prefix","words":["rm","-rf"]},"commands":"rm -rf ...","shell":false,
       "reason":"ask ops","text":"deny rm -rf ... on env=prod, by bob, as root"}\
      """;

  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldListRulesAsATable() {
    platform.answers("GET /policies/commands", page(RULE));

    assertThat(cli().run("policy", "list").out())
        .isEqualTo(
            """
            ID  EFFECT  SERVERS   OPERATION  USER  SUDO  COMMANDS
            7   deny    env=prod  any        bob   yes   rm -rf ...
            """);
  }

  @Test
  void shouldAddARuleOfTheWordsAfterTheDashes() {
    platform.answers("POST /policies/commands", RULE);

    Cli.Result result =
        cli()
            .run(
                "policy",
                "add",
                "deny",
                "env=prod",
                "--user",
                "bob",
                "--sudo",
                "yes",
                "--reason",
                "ask ops",
                "--",
                "rm",
                "-rf");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("Rule 7: deny rm -rf ... on env=prod, by bob, as root\n");
    assertThat(Json.parse(platform.request("POST /policies/commands").body()))
        .isEqualTo(
            Json.parse(
                "{\"effect\":\"deny\",\"selector\":\"env=prod\",\"user\":\"bob\",\"reason\":\"ask"
                    + " ops\",\"sudo\":true,\"words\":[\"rm\",\"-rf\"]}"));
  }

  @Test
  void shouldWarnOfWhatAForcedRuleNamesAndIsUnknown() {
    platform.answers(
        "POST /policies/commands",
        RULE.strip().replaceFirst("}$", ",\"warnings\":[\"there is no user 'bob'\"]}"));

    Cli.Result result = cli().run("policy", "add", "deny", "all", "--force", "--everything");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).contains("Warning: there is no user 'bob'.");
    assertThat(platform.request("POST /policies/commands").body()).contains("\"force\":true");
  }

  @Test
  void shouldPointToThePageOnWhatARuleCanPromise() {
    assertThat(cli().run("policy", "--help").out()).contains("docs/command-policy.md");
  }

  @Test
  void shouldWantOneWayOfSayingWhichCommands() {
    Cli.Result none = cli().run("policy", "add", "allow", "all");
    Cli.Result two = cli().run("policy", "add", "allow", "all", "--glob", "id", "--everything");

    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("nothing says which commands", "--glob");
    assertThat(two.exitCode()).isEqualTo(2);
    assertThat(platform.requests()).isEmpty();
  }

  @Test
  void shouldAnswerACheckWithItsExitCode() {
    platform.answers(
        "POST /policies/commands/check",
        "{\"allowed\":true,\"servers\":[{\"server\":\"web-1\",\"allowed\":true,\"rule\":null}]}",
        "{\"allowed\":false,\"servers\":[{\"server\":\"web-1\",\"allowed\":false,\"rule\":7,"
            + "\"message\":\"web-1: 'rm' is refused by rule 7.\"}]}");

    Cli.Result allowed = cli().run("policy", "check", "web-1", "--", "id", "-u");
    Cli.Result refused = cli().run("policy", "check", "web-1", "--sudo", "--", "rm -rf x; id");

    assertThat(allowed.exitCode()).isZero();
    assertThat(allowed.out()).isEqualTo("web-1: allowed, no rule forbids it\n");
    assertThat(refused.exitCode()).isEqualTo(4);
    assertThat(refused.out()).isEqualTo("web-1: 'rm' is refused by rule 7.\n");
    assertThat(platform.requests().getLast().body())
        .isEqualTo("{\"selector\":\"web-1\",\"sudo\":true,\"command\":[\"rm -rf x; id\"]}");
  }

  @Test
  void shouldCheckAScriptFromAFile(@TempDir Path directory) throws Exception {
    Path script = Files.writeString(directory.resolve("a.py"), "print(1)\n");
    platform.answers("POST /policies/commands/check", "{\"allowed\":true,\"servers\":[]}");

    cli().run("policy", "check", "all", "--script", script.toString(), "--interpreter", "python3");

    assertThat(platform.request("POST /policies/commands/check").body())
        .contains("\"script\":\"print(1)\\n\"", "\"interpreter\":\"python3\"");
    assertThat(cli().run("policy", "check", "all", "--script", "/none").exitCode()).isEqualTo(2);
    assertThat(cli().run("policy", "check", "all").exitCode()).isEqualTo(2);
  }

  @Test
  void shouldRemoveARule() {
    platform.answers("DELETE /policies/commands/7", "");

    assertThat(cli().run("policy", "remove", "7").err()).isEqualTo("Removed rule 7.\n");
    assertThat(cli().run("policy", "remove", "8").exitCode()).isEqualTo(3);
  }

  private Cli cli() {
    return Cli.at(platform.url());
  }
}
