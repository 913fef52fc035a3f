package dev.holdfast.standalone;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.NeededCommands;
import dev.holdfast.cli.Surroundings;
import dev.holdfast.lab.LabException;
import dev.holdfast.standalone.bench.BenchCommand;
import dev.holdfast.standalone.bench.FleetBenchCommand;
import dev.holdfast.standalone.bench.SshBenchCommand;
import dev.holdfast.standalone.bench.TransferBenchCommand;
import dev.holdfast.standalone.demo.DemoCommand;
import dev.holdfast.standalone.lab.ApiServerRegistry;
import dev.holdfast.standalone.lab.LabCommand;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The {@code holdfast} command. */
public final class Main {

  private Main() {}

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    Optional<String> refusal = RawArguments.refusal(arguments);
    if (refusal.isPresent()) {
      System.err.println("holdfast: " + refusal.get());
      System.exit(ExitCode.USAGE.code());
    }
    System.exit(commandLine(arguments).execute(arguments));
  }

  /** The commands that these arguments need. */
  static CommandLine commandLine(String... arguments) {
    return NeededCommands.of(Main::commandLine, arguments);
  }

  private static CommandLine commandLine(Predicate<String> wanted) {
    CommandLine root = HoldfastCommand.commandLine(wanted);
    Path home = Home.ofEnvironment().root();
    Parts parts = Parts.all();
    Map<String, Supplier<Object>> more = new LinkedHashMap<>();
    more.put("up", () -> new UpCommand(parts));
    more.put("down", DownCommand::new);
    more.put("status", () -> new StatusCommand(parts));
    parts.worker().ifPresent(worker -> more.put("worker", () -> new WorkerCommand(worker)));
    more.put("lab", () -> new LabCommand(home, Main::registry));
    more.put("bench", () -> bench(home));
    more.put("demo", () -> new DemoCommand(() -> new LocalPlatform(Home.ofEnvironment())));
    more.forEach((name, command) -> {
      if (wanted.test(name)) {
        root.addSubcommand(command.get());
      }
    });
    IExecutionExceptionHandler told = root.getExecutionExceptionHandler();
    root.setExecutionExceptionHandler((exception, command, result) ->
        told.handleExecutionException(asFailure(exception), command, result));
    return root;
  }

  private static ApiServerRegistry registry() {
    return new ApiServerRegistry(ApiClient.connect(Surroundings.ofProcess(), null));
  }

  private static CommandLine bench(Path home) {
    return new CommandLine(new BenchCommand())
        .addSubcommand(new SshBenchCommand(home))
        .addSubcommand(new FleetBenchCommand(home))
        .addSubcommand(new TransferBenchCommand(home));
  }

  /** What the platform and the lab throw, as every other command tells it. */
  private static Exception asFailure(Exception exception) {
    return switch (exception) {
      case Failure failure ->
          new dev.holdfast.cli.Failure(
              ExitCode.of(failure.exitCode()),
              String.valueOf(failure.getMessage()),
              List.of(),
              null);
      case LabException lab ->
          new dev.holdfast.cli.Failure(
              ExitCode.FAILED, String.valueOf(lab.getMessage()), List.of(), null);
      default -> exception;
    };
  }
}
