package dev.holdfast.standalone;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Surroundings;
import dev.holdfast.lab.LabException;
import dev.holdfast.standalone.bench.BenchCommand;
import dev.holdfast.standalone.bench.FleetBenchCommand;
import dev.holdfast.standalone.bench.SshBenchCommand;
import dev.holdfast.standalone.bench.TransferBenchCommand;
import dev.holdfast.standalone.demo.DemoCommand;
import dev.holdfast.standalone.lab.ApiServerRegistry;
import dev.holdfast.standalone.lab.LabCommand;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The {@code holdfast} command. */
public final class Main {

  private Main() {}

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    Parts parts = Parts.all();
    CommandLine root = HoldfastCommand.commandLine();
    root.addSubcommand(new UpCommand(parts));
    root.addSubcommand(new DownCommand());
    root.addSubcommand(new StatusCommand(parts));
    parts.worker().ifPresent(worker -> root.addSubcommand(new WorkerCommand(worker)));
    root.addSubcommand(
        new LabCommand(
            Home.ofEnvironment().root(),
            () -> new ApiServerRegistry(ApiClient.connect(Surroundings.ofProcess(), null))));
    CommandLine bench = new CommandLine(new BenchCommand());
    bench.addSubcommand(new SshBenchCommand(Home.ofEnvironment().root()));
    bench.addSubcommand(new FleetBenchCommand(Home.ofEnvironment().root()));
    bench.addSubcommand(new TransferBenchCommand(Home.ofEnvironment().root()));
    root.addSubcommand(bench);
    root.addSubcommand(new DemoCommand(() -> new LocalPlatform(Home.ofEnvironment())));
    IExecutionExceptionHandler told = root.getExecutionExceptionHandler();
    root.setExecutionExceptionHandler((exception, command, result) ->
        told.handleExecutionException(asFailure(exception), command, result));
    return root;
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
