package dev.holdfast.bench;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bench}: the measurements. */
@Command(
    name = "bench",
    header = "Measure what we promise, against a named baseline in the same run.")
public final class BenchCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
