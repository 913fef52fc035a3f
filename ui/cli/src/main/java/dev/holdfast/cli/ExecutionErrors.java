package dev.holdfast.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Turns what a command throws into a message and an exit code; a stack trace only if asked for. */
final class ExecutionErrors implements IExecutionExceptionHandler {
  private final Surroundings surroundings;

  ExecutionErrors(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    CommandLine root = command.getCommandSpec().root().commandLine();
    Format format = json(command) || json(root) ? Format.json : Format.text;
    Output output = new Output(root.getOut(), root.getErr(), format, surroundings.terminal());
    Failure failure =
        e instanceof Failure known
            ? known
            : new Failure(
                ExitCode.FAILED,
                "this should not have happened: " + e,
                List.of(),
                "HOLDFAST_DEBUG=1 in front of the command shows where");
    output.failure(failure);
    if (!surroundings.variable("HOLDFAST_DEBUG").isEmpty()) {
      e.printStackTrace(root.getErr());
    }
    return failure.exitCode().code();
  }

  private static boolean json(CommandLine command) {
    OptionSpec option = command.getCommandSpec().findOption("--output");
    return option != null && option.getValue() == Format.json;
  }
}
