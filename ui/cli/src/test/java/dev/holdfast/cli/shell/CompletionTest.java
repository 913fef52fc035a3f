package dev.holdfast.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
  @TempDir private Path directory;

  @Test
  void shouldCompleteCommandsAndOptionsInBash() throws Exception {
    assertThat(completions("")).contains("run", "ops", "server", "completion");
    assertThat(completions("ops")).contains("list", "cancel").doesNotContain("server");
    assertThat(completions("run")).contains("--follow", "--dry-run");
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
