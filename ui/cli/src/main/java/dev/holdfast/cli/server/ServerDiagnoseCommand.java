package dev.holdfast.cli.server;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The troubleshooter. */
@Command(
    name = "diagnose",
    header = "Find out what is wrong with a server or the way to it.",
    description = {
      "%nA worker looks the server over, from where operations run: name, port, SSH, host key,"
          + " login, sudo, disks, clock, speed. It continues where it finds a fault, says what to do"
          + " about each, and changes nothing. It takes a few seconds, 30 at most.%n",
      "Exit code 1: there is at least one problem; warnings are none.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast server diagnose web-1",
      "  ./holdfast server diagnose web-1 --report web-1.md"
    })
final class ServerDiagnoseCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The server.")
  private String name = "";

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Also write it all to this file, as Markdown.")
  private @Nullable Path report;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new DiagnosisAnswer(api, options.output()).show(name, report);
    }
  }
}
