package dev.holdfast.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.TestPlatform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
  @TempDir private Path directory;

  @Test
  void shouldCompleteCommandsAndOptionsInBash() throws Exception {
    assertThat(completions("")).contains("run", "ops", "server", "completion");
    assertThat(completions("ops")).contains("list", "cancel").doesNotContain("server\n");
    assertThat(completions("run")).contains("--follow", "--dry-run");
  }

  @Test
  void shouldKnowTheNamesThatThePlatformKnows() {
    try (TestPlatform platform = new TestPlatform()) {
      platform
          .answers(
              "GET /servers",
              TestPlatform.page(
                  "{\"name\":\"web-1\",\"labels\":{\"env\":\"prod\"}}",
                  "{\"name\":\"web-2\",\"labels\":{\"env\":\"test\"}}",
                  "{\"name\":\"db-1\",\"labels\":{}}"))
          .answers("GET /operations", TestPlatform.page("{\"id\":\"op-01\"}", "{\"id\":\"op-02\"}"))
          .answers(
              "GET /catalog",
              TestPlatform.page("{\"name\":\"lockdown\"}", "{\"name\":\"server-setup\"}"));

      assertThat(names(platform, "exec "))
          .containsExactly("all", "db-1", "env=prod", "env=test", "web-1", "web-2");
      assertThat(names(platform, "exec web-1,!we")).containsExactly("web-1,!web-1", "web-1,!web-2");
      assertThat(names(platform, "run lockdown env=p")).containsExactly("env=prod");
      assertThat(names(platform, "run ")).containsExactly("lockdown", "server-setup");
      assertThat(names(platform, "ops show ")).containsExactly("op-01", "op-02");
      assertThat(names(platform, "ops list --state aw")).containsExactly("awaiting-approval");
      assertThat(names(platform, "ops list --server d")).containsExactly("db-1");
      assertThat(names(platform, "ops list --label env=t")).containsExactly("env=test");
      assertThat(names(platform, "server show w")).containsExactly("web-1", "web-2");
      assertThat(names(platform, "exec all --timeout 5m -- w")).isEmpty();
      assertThat(names(platform, "server add w")).isEmpty();
    }
    assertThat(Cli.nowhere().run("__complete", "--", "./holdfast exec w"))
        .isEqualTo(new Cli.Result(0, "", ""));
  }

  private static List<String> names(TestPlatform platform, String line) {
    return Cli.at(platform.url())
        .run("__complete", "--", "./holdfast " + line)
        .out()
        .lines()
        .toList();
  }

  @Test
  void shouldWriteScriptsForZshAndFish() {
    assertThat(Cli.nowhere().run("completion", "zsh").out()).contains("compinit", "bashcompinit");
    assertThat(Cli.nowhere().run("completion", "fish").out())
        .contains("complete -c holdfast -n '__fish_use_subcommand' -a run -d 'Start an operation")
        .contains("-n '__fish_seen_subcommand_from run' -l follow -d");
  }

  @Test
  void shouldRefuseAnUnknownShell() {
    assertThat(Cli.nowhere().run("completion", "tcsh").exitCode()).isEqualTo(2);
  }

  /** What bash offers after {@code holdfast WORDS}, asked of bash itself. */
  private String completions(String words) throws IOException, InterruptedException {
    Path script = directory.resolve("holdfast.bash");
    Files.writeString(script, Cli.nowhere().run("completion", "bash").out());
    String typed = words.isEmpty() ? "" : words + " ";
    String ask =
        """
        source %s
        COMP_WORDS=(holdfast %s%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _complete_holdfast
        printf '%%s\\n' "${COMPREPLY[@]}"
        """
            .formatted(script, typed, words.equals("run") ? "--" : "''");
    Process bash = new ProcessBuilder("bash", "-c", ask).redirectErrorStream(true).start();
    String offered = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    bash.waitFor();
    return offered;
  }
}
