package dev.holdfast.cli.shell;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.OutputOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints a completion script. */
@Command(
    name = CompletionCommand.NAME,
    header = "Print the completion script of your shell.",
    description =
        "%nWith it the shell completes commands, options, and the names of servers, labels, operations,"
            + " ids and states when you press Tab.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bash, now and from ~/.bashrc:",
      "    source <(./holdfast completion bash)",
      "  zsh, from ~/.zshrc:",
      "    source <(./holdfast completion zsh)",
      "  fish, for good:",
      "    ./holdfast completion fish > ~/.config/fish/completions/holdfast.fish"
    })
public final class CompletionCommand implements Callable<Integer> {
  public static final String NAME = "completion";

  @Mixin private OutputOptions options = new OutputOptions();

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
  private Shell shell = Shell.bash;

  /** The shells that there are scripts for. */
  enum Shell {
    bash,
    zsh,
    fish
  }

  @Override
  public Integer call() {
    options.output().line(CompletionScript.of(shell, options.command().root()));
    return ExitCode.DONE.code();
  }
}
