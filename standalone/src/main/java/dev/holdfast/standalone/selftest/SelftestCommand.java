package dev.holdfast.standalone.selftest;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.standalone.home.Home;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code selftest}: proofs on the installation itself. */
@Command(name = "selftest", header = "Prove that this installation keeps its promises.")
public final class SelftestCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  private SelftestCommand() {}

  /** The command with those below it. */
  public static CommandLine of(Home home) {
    return new CommandLine(new SelftestCommand()).addSubcommand(new SelftestCrashCommand(home));
  }

  @Override
  public void run() {
    options.showHelp();
  }
}
