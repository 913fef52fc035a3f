package dev.holdfast.bench;

import dev.holdfast.standalone.CommandSource;
import dev.holdfast.standalone.home.Home;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** The benchmarks' command. */
public final class BenchCommands implements CommandSource {

  @Override
  public Map<String, Supplier<Object>> commands(Home home) {
    return Map.of("bench", () -> bench(home));
  }

  private static CommandLine bench(Home home) {
    return new CommandLine(new BenchCommand())
        .addSubcommand(new SshBenchCommand(home.root()))
        .addSubcommand(new FleetBenchCommand(home.root()))
        .addSubcommand(new OpsBenchCommand(home))
        .addSubcommand(new WorkersBenchCommand(home))
        .addSubcommand(new StacksBenchCommand(home.root()))
        .addSubcommand(new TransferBenchCommand(home.root()))
        .addSubcommand(new ApiBenchCommand(home))
        .addSubcommand(new EventsBenchCommand(home))
        .addSubcommand(new SoakBenchCommand(home));
  }
}
