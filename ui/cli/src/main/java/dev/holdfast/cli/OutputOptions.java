package dev.holdfast.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What every command takes, for those that do not reach the platform by themselves: {@code @Mixin
 * OutputOptions options = new OutputOptions();}.
 */
public final class OutputOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      order = 90,
      description = "text for people, json for programs (default: text).")
  private @Nullable Format format;

  @SuppressWarnings("UnusedVariable") // picocli looks at it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      order = 99,
      description = "Show this help.")
  private boolean help;

  /** Where to answer, in the format asked for on this command or the root. */
  public Output output() {
    // Commands that were added to the tree later share the root's streams.
    CommandLine root = command().root().commandLine();
    Format rootFormat = root().outputOptions().format;
    Format chosen = format != null ? format : rootFormat;
    return new Output(
        root.getOut(),
        root.getErr(),
        chosen == null ? Format.text : chosen,
        surroundings().terminal());
  }

  /** Shows the help of this command on standard output. */
  public void showHelp() {
    command().commandLine().usage(command().root().commandLine().getOut());
  }

  /** What the command was started in. */
  public Surroundings surroundings() {
    return root().surroundings();
  }

  /** The command that these options stand on. */
  public CommandSpec command() {
    if (command == null) {
      throw new IllegalStateException("these options are mixed into no command");
    }
    return command;
  }

  HoldfastCommand root() {
    return (HoldfastCommand) command().root().userObject();
  }
}
