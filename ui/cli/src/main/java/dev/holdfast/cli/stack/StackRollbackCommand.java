package dev.holdfast.cli.stack;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import dev.holdfast.cli.operation.StartOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deploys an earlier version of a stack. */
@Command(
    name = "rollback",
    header = "Deploy an earlier version of a stack.",
    description = {
      "%nDeploys the document that was kept of it, with a plan, your approval and an undo. Volumes"
          + " stay as they are, with what is in them now.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  The last one that succeeded before the present:",
      "    ./holdfast stack rollback shop env=prod --follow",
      "  Version 3, but only look what would change:",
      "    ./holdfast stack rollback shop env=prod --to 3 --dry-run --follow"
    })
final class StackRollbackCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "The stack.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "SELECTOR", description = "Which servers; or all.")
  private String selector = "";

  @Option(
      names = "--to",
      paramLabel = "N",
      order = 1,
      description = "The version; ./holdfast stack history shows them.")
  private @Nullable Integer to;

  @Mixin private StartOptions start = new StartOptions();

  @Override
  public Integer call() {
    return new StackRollback(options, platform, start, name, selector).run(to);
  }
}
