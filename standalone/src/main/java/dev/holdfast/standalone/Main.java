package dev.holdfast.standalone;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.commands.AllCommands;
import dev.holdfast.cli.commands.NeededCommands;
import dev.holdfast.standalone.command.DownCommand;
import dev.holdfast.standalone.command.StatusCommand;
import dev.holdfast.standalone.command.UpCommand;
import dev.holdfast.standalone.command.WorkerCommand;
import dev.holdfast.standalone.home.Home;
import dev.holdfast.standalone.home.PlatformFailure;
import dev.holdfast.standalone.platform.Parts;
import dev.holdfast.standalone.selftest.SelftestCommand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
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
  public static CommandLine commandLine(String... arguments) {
    return NeededCommands.of(Main::commandLine, arguments);
  }

  private static CommandLine commandLine(Predicate<String> wanted) {
    CommandLine root = AllCommands.commandLine(wanted);
    Home home = Home.ofEnvironment();
    Parts parts = Parts.all();
    Map<String, Supplier<Object>> more = new LinkedHashMap<>();
    more.put("up", () -> new UpCommand(parts));
    more.put("down", DownCommand::new);
    more.put("status", () -> new StatusCommand(parts));
    parts.worker().ifPresent(worker -> more.put("worker", () -> new WorkerCommand(worker)));
    more.put("selftest", () -> SelftestCommand.of(home));
    List<CommandSource> sources =
        ServiceLoader.load(CommandSource.class).stream().map(ServiceLoader.Provider::get).toList();
    sources.forEach(source -> more.putAll(source.commands(home)));
    more.forEach((name, command) -> {
      if (wanted.test(name)) {
        root.addSubcommand(command.get());
      }
    });
    IExecutionExceptionHandler told = root.getExecutionExceptionHandler();
    root.setExecutionExceptionHandler((exception, command, result) ->
        told.handleExecutionException(asFailure(exception, sources), command, result));
    return root;
  }

  /** What the platform and other jars' commands throw, as every other command shows it. */
  private static Exception asFailure(Exception exception, List<CommandSource> sources) {
    if (exception instanceof PlatformFailure failure) {
      return new dev.holdfast.cli.Failure(
          ExitCode.of(failure.exitCode()), String.valueOf(failure.getMessage()), List.of(), null);
    }
    Exception shown = exception;
    for (CommandSource source : sources) {
      shown = source.failure(shown);
    }
    return shown;
  }
}
