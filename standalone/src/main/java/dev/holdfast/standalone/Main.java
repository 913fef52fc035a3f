package dev.holdfast.standalone;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.HoldfastCommand;
import dev.holdfast.cli.Surroundings;
import dev.holdfast.standalone.bench.BenchCommand;
import dev.holdfast.standalone.bench.SshBenchCommand;
import dev.holdfast.standalone.demo.DemoCommand;
import dev.holdfast.standalone.lab.ApiServerRegistry;
import dev.holdfast.standalone.lab.LabCommand;
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
    root.addSubcommand(bench);
    root.addSubcommand(new DemoCommand(() -> new LocalPlatform(Home.ofEnvironment())));
    IExecutionExceptionHandler others = root.getExecutionExceptionHandler();
    root.setExecutionExceptionHandler((exception, command, result) -> {
      if (exception instanceof Failure failure) {
        System.err.println("holdfast: " + failure.getMessage());
        return failure.exitCode();
      }
      if (others == null) {
        throw exception;
      }
      return others.handleExecutionException(exception, command, result);
    });
    return root;
  }
}
