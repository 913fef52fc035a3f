package dev.holdfast.standalone;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The {@code holdfast} command. */
public final class Main {

  private Main() {}

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    Parts parts = new Parts(Optional.empty(), Optional.empty());
    CommandLine root = new CommandLine(new Root());
    root.addSubcommand(new UpCommand(parts));
    root.addSubcommand(new DownCommand());
    root.addSubcommand(new StatusCommand(parts));
    parts.worker().ifPresent(worker -> root.addSubcommand(new WorkerCommand(worker)));
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

  @Command(name = "holdfast", mixinStandardHelpOptions = true)
  static final class Root {}
}
