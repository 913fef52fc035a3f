package dev.holdfast.cli.server;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tries the login of a server, also where it was refused before. */
@Command(
    name = "check",
    header = "Try the login to a server and sudo, now.",
    description = {
      "%nA worker makes a new connection, logs in and becomes root. A key or sudo password that the"
          + " server has refused is tried once more: without this, a refused password is never"
          + " tried again, so that no account is locked.%n",
      "Exit code 1: there is at least one problem.%n"
    },
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast server check web-1")
final class ServerCheckCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The server.")
  private String name = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new DiagnosisAnswer(api, options.output()).check(name);
    }
  }
}
