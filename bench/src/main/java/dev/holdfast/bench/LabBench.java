package dev.holdfast.bench;

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
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What benchmarks on lab servers of their own have in common. */
final class LabBench {
  @Option(names = "--yes", description = "Install and start Docker here if there is none.")
  private boolean yes;

  @Option(names = "--keep", description = "Leave the lab servers there for the next run.")
  private boolean keep;

  /** The measuring. */
  @FunctionalInterface
  interface Work {
    Verdict on(Lab lab) throws Exception;
  }

  /**
   * Measures on a lab, which goes again, and tells the verdict; returns the exit code.
   *
   * @param name of the lab below the home directory
   */
  int run(OutputOptions options, Path home, String name, Work work) throws Exception {
    Output output = options.output();
    try (DockerEngine engine = DockerEngine.connect(home, Consent.of(yes), output::message)) {
      Lab lab = Lab.named(home, name, engine, output::message);
      try {
        Verdict verdict = work.on(lab);
        verdict.tell(output);
        return (verdict.allMet() ? ExitCode.DONE : ExitCode.FAILED).code();
      } finally {
        if (!keep) {
          lab.down();
        }
      }
    } catch (LabException e) {
      throw new Failure(ExitCode.FAILED, String.valueOf(e.getMessage()), "see docs/quick-start.md");
    }
  }

  /** Refuses a number that is out of bounds. */
  static void check(OutputOptions options, String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          options.command().commandLine(),
          "%s: give a number from %d to %d, not %d".formatted(option, least, most, value));
    }
  }

  /** Refuses to go on without a program of the OpenSSH client, the baseline. */
  static void needOpenSsh(String program) {
    need(program, "openssh-client");
  }

  /** Refuses to go on without a program, the baseline, of this package of Debian. */
  static void need(String program, String debian) {
    if (Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .noneMatch(directory -> Files.isExecutable(Path.of(directory, program)))) {
      throw new Failure(
          ExitCode.FAILED,
          "the baseline is missing: there is no `" + program + "` on the PATH",
          "apt-get install " + debian);
    }
  }
}
