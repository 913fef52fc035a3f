package dev.holdfast.standalone.bench;

import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.lab.Consent;
import dev.holdfast.lab.DockerEngine;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code bench ssh}: pooled commands, connects and the journal against the OpenSSH client. */
@Command(
    name = "ssh",
    header = "Pooled commands, connects and the journal, against the OpenSSH client.",
    description = {
      "%nOn a lab server of its own, which goes again. Tells medians and ratios, and ends with 1 if"
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

  @Option(names = "--yes", description = "Install and start Docker here if there is none.")
  private boolean yes;

  /** The measurements on a lab below the home directory. */
  public SshBenchCommand(Path home) {
    this.home = home;
  }

  @Override
  public Integer call() throws Exception {
    if (rounds < FEWEST || rounds > MOST) {
      throw new ParameterException(
          options.command().commandLine(),
          "--rounds: give a number from %d to %d, not %d".formatted(FEWEST, MOST, rounds));
    }
    if (Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .noneMatch(directory -> Files.isExecutable(Path.of(directory, "ssh")))) {
      throw new Failure(
          ExitCode.FAILED,
          "the baseline is missing: there is no `ssh` on the PATH",
          "apt-get install openssh-client");
    }
    Output output = options.output();
    try (DockerEngine engine = DockerEngine.connect(home, Consent.of(yes), output::message)) {
      Lab lab = Lab.named(home, "bench", engine, output::message);
      try {
        SshVerdict verdict = new SshVerdict(new SshBench(lab.up(1).getFirst(), rounds).run());
        verdict.tell(output);
        return (verdict.allMet() ? ExitCode.DONE : ExitCode.FAILED).code();
      } finally {
        lab.down();
      }
    } catch (LabException e) {
      throw new Failure(ExitCode.FAILED, String.valueOf(e.getMessage()), "see docs/quick-start.md");
    }
  }
}
