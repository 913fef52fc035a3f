package dev.holdfast.cli;

import java.io.PrintWriter;
import java.util.Collection;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The root of all commands. */
@Command(
    name = HoldfastCommand.PROGRAM,
    header =
        "Holdfast runs the operations of a fleet of Linux servers, and finishes what it starts.",
    synopsisHeading = "%n",
    customSynopsis = "Usage: ./holdfast COMMAND [-o text|json] [--server URL] [--help]",
    description = {
      "%nFirst steps:",
      "  ./holdfast demo                          the whole story on three lab servers",
      "  ./holdfast up --detach                   start the platform here",
      "  ./holdfast server add web-1 --help       register a server of your own",
      "  ./holdfast exec all --read-only -- uptime  run a command on all servers",
      "  ./holdfast run lockdown web-1 --follow   show what would change, ask, do it"
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "%n./holdfast COMMAND --help explains a command with examples.",
      "Exit codes: 0 done, 1 the operation failed, 2 bad usage or input, 3 not found,",
      "4 refused, 5 the platform cannot be reached, 130 cancelled by you."
    },
    versionProvider = Version.class)
public final class HoldfastCommand implements Runnable {
  /** How a person starts the program, as hints and help write it. */
  public static final String PROGRAM = "./holdfast";

  private final Surroundings surroundings;

  @Mixin private OutputOptions outputOptions = new OutputOptions();
  @Mixin private PlatformOptions platformOptions = new PlatformOptions();

  @SuppressWarnings("UnusedVariable") // picocli looks at it
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      order = 98,
      description = "Show the version.")
  private boolean version;

  HoldfastCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * A command line of these commands.
   *
   * @param commands in the order in which help shows them
   */
  public static CommandLine commandLine(
      Surroundings surroundings, PrintWriter out, PrintWriter err, Collection<Class<?>> commands) {
    CommandLine root = new CommandLine(new HoldfastCommand(surroundings));
    commands.forEach(root::addSubcommand);
    Appearance.apply(root, surroundings);
    root.setOut(out).setErr(err);
    root.setParameterExceptionHandler(new UsageErrors(surroundings));
    root.setExecutionExceptionHandler(new ExecutionErrors(surroundings));
    return root;
  }

  @Override
  public void run() {
    outputOptions.showHelp();
  }

  Surroundings surroundings() {
    return surroundings;
  }

  OutputOptions outputOptions() {
    return outputOptions;
  }

  PlatformOptions platformOptions() {
    return platformOptions;
  }
}
