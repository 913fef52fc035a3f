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
          + " dies on the way does no harm: the operation goes on where it was, and nothing is done"
          + " twice.%n"
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
      description = "What to do; ./holdfast catalog lists the operations.")
  private String type = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SELECTOR",
      description = "Which servers: names, label=value, !not, joined by commas; or all.")
  private @Nullable String selector;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      order = 1,
      description = "The operation's input as JSON; - reads standard input.")
  private @Nullable String input;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      order = 2,
      description =
          "Sets one field of the input, over --input: sshd.maxAuthTries=2, users[0].name=deploy,"
              + " sshd.allowUsers=[a,b].")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--dry-run",
      order = 3,
      description = "Plan only: show what would change, change nothing.")
  private boolean dryRun;

  @Option(names = "--approve", order = 4, description = "Approve the plan unseen.")
  private boolean approve;

  @Option(
      names = "--follow",
      order = 5,
      description = "Watch it to its end; exit with its outcome.")
  private boolean follow;

  @Option(
      names = "--priority",
      paramLabel = "P",
      order = 6,
      description = "low, normal, high or critical (default: normal).")
  private @Nullable Priority priority;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      order = 7,
      description = "Servers changed at the same time (default: 4).")
  private @Nullable Integer concurrency;

  @Option(
      names = "--max-failures",
      paramLabel = "N",
      order = 8,
      description = "Start no further server after more than N failed (default: 0).")
  private @Nullable Integer maxFailures;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      order = 9,
      description = "A repeated request with this key returns the first operation.")
  private @Nullable String idempotencyKey;

  /** The priorities that there are. */
  enum Priority {
    low,
    normal,
    high,
    critical
  }

  @Override
  public Integer call() {
    var wanted =
        new Wanted(
            type,
            selector,
            input,
            settings,
            dryRun,
            approve,
            priority == null ? null : priority.name(),
            concurrency,
            maxFailures);
    return Start.run(options, platform, wanted, idempotencyKey, follow);
  }
}
