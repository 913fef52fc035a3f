package dev.holdfast.cli.shell;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Names for the word that is being typed, for completion scripts. */
@Command(
    name = CompleteCommand.NAME,
    hidden = true,
    header = "Print the names that fit the end of a command line, one a line.",
    description = "%nCompletion scripts call it; it says nothing where the platform is away.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast __complete -- './holdfast exec we'")
public final class CompleteCommand implements Callable<Integer> {
  public static final String NAME = "__complete";

  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "LINE", description = "The line up to the cursor.")
  private String line = "";

  /** The command in such a line; empty where there is none yet. */
  public static String commandIn(String line) {
    String[] words = line.strip().split(" +", 3);
    return words.length < 2 ? "" : words[1];
  }

  @Override
  public Integer call() {
    TypedLine typed = TypedLine.of(line, options.command().root());
    if (typed.wanted() != TypedLine.Wanted.NOTHING) {
      names(typed).forEach(options.output()::line);
    }
    return ExitCode.DONE.code();
  }

  private List<String> names(TypedLine typed) {
    try (ApiClient api = platform.api(options)) {
      return new KnownNames(api).fitting(typed);
    } catch (Failure away) {
      return List.of();
    }
  }
}
