package dev.holdfast.cli.operation;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts an operation. */
@Command(
    name = "run",
    header = "Start an operation on servers; with --follow, watch it to its end.",
    description = {
      "%nPlans what would change on each server, waits until somebody approves the plan, makes the"
          + " changes and verifies them. Prints the operation's id. A platform or a connection that"
          + " dies on the way does no harm: the operation continues where it was, and nothing is done"
          + " twice.",
      "%nWithout an input, an operation starts from the profile that is kept for each server"
          + " (./holdfast profile --help), lockdown without one from the input that was last confirmed"
          + " there. --input and --set go on top. The plan says from which.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  Show what lockdown would change on one server, and change nothing:",
      "    ./holdfast run lockdown web-1 --dry-run --follow",
      "  Lock down all servers with the label env=prod, asking first:",
      "    ./holdfast run lockdown env=prod --follow",
      "  Only two users may log in; take the plan as it is; ids only:",
      "    ./holdfast run lockdown web-1,web-2 --approve \\",
      "      --set sshd.allowUsers=[deploy,admin]",
      "  One server first, then a quarter of them, then all; stop if one fails:",
      "    ./holdfast run lockdown env=prod --wave 1,25%%,100%% --follow",
      "  The next wave only while each server that was changed still answers:",
      "    ./holdfast run lockdown env=prod --wave 1,25%%,100%% --follow \\",
      "      --gate 'command:curl -fs localhost/health'",
      "  Input from a file, the result for a program:",
      "    ./holdfast run server-setup all --input setup.json --approve --follow \\",
      "      -o json"
    })
public final class RunCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(
      index = "0",
      paramLabel = "OPERATION",
      description =
          "What to do; ./holdfast catalog lists the operations, ./holdfast runbook list your own.")
  private String type = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SELECTOR",
      description =
          "Which servers: names, label=value, !not, joined by , (and) or | (or), with * and ? in them;"
              + " or all.")
  private @Nullable String selector;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      order = 1,
      description = "The operation's input as JSON, over what is kept; - reads standard input.")
  private @Nullable String input;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      order = 2,
      description =
          "Sets one field of the input, over --input: sshd.maxAuthTries=2, users[0].name=deploy,"
              + " sshd.allowUsers=[a,b]; =null removes it. A field 'stored' takes @FILE.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--without-kept",
      order = 3,
      description = "Use --input and --set alone, without what is kept for the servers.")
  private boolean withoutKept;

  @Mixin private StartOptions start = new StartOptions();
  @Mixin private FailedOf failedOf = new FailedOf();

  @Override
  public Integer call() {
    Wanted wanted = start.wanted(type, selector, input, settings, withoutKept);
    return Start.run(options, platform, wanted, failedOf, start);
  }
}
