package dev.holdfast.bench;

import dev.holdfast.standalone.CommandSource;
import dev.holdfast.standalone.home.Home;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** The benchmarks' command. */
public final class BenchCommands implements CommandSource {

  @Override
  public Map<String, Supplier<Object>> commands(Home home) {
    return Map.of("bench", () -> bench(home.root()));
  }

  private static CommandLine bench(Path home) {
    return new CommandLine(new BenchCommand())
        .addSubcommand(new SshBenchCommand(home))
        .addSubcommand(new FleetBenchCommand(home))
        .addSubcommand(new TransferBenchCommand(home));
  }
}
