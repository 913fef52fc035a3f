package dev.holdfast.standalone;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code holdfast} command. */
public final class Main {

  private Main() {}

  /** Runs one command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine root = new CommandLine(new Root());
    root.addSubcommand(new UpCommand());
    root.addSubcommand(new DownCommand());
    root.addSubcommand(new StatusCommand());
    root.setExecutionExceptionHandler((exception, command, result) -> {
      if (exception instanceof Failure failure) {
        System.err.println("holdfast: " + failure.getMessage());
        return failure.exitCode();
      }
      exception.printStackTrace();
      return Failure.FAILED;
    });
    return root;
  }

  @Command(name = "holdfast", mixinStandardHelpOptions = true)
  static final class Root {}
}
