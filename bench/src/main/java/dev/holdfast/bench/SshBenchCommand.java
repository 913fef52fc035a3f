package dev.holdfast.bench;

import dev.holdfast.cli.OutputOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench ssh}: pooled commands, connects and the journal against the OpenSSH client. */
@Command(
    name = "ssh",
    header = "Pooled commands, connects and the journal, against the OpenSSH client.",
    description = {
      "%nOn a lab server of its own, which goes again. Shows medians and ratios, and ends with 1 if"
          + " a promise is not kept: a pooled command in at most half the time of OpenSSH's ControlMaster,"
          + " connecting under 5 s, the journal for at most 100 ms more than a bare command.",
      "%nNeeds no running platform, but the OpenSSH client and Docker."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast bench ssh", "  ./holdfast bench ssh -o json"})
public final class SshBenchCommand implements Callable<Integer> {
  private static final int FEWEST = 10;
  private static final int MOST = 10_000;

  private final Path home;

  @Mixin private OutputOptions options = new OutputOptions();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "200",
      description = "How often each pooled command is run (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Mixin private LabBench bench = new LabBench();

  /** The measurements on a lab below the home directory. */
  public SshBenchCommand(Path home) {
    this.home = home;
  }

  @Override
  public Integer call() throws Exception {
    LabBench.check(options, "--rounds", rounds, FEWEST, MOST);
    LabBench.needOpenSsh("ssh");
    return bench.run(
        options,
        home,
        "bench",
        lab -> new SshVerdict(new SshBench(lab.up(1).getFirst(), rounds).run()));
  }
}
