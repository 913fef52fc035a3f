package dev.holdfast.cli.server;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Pins another host key. */
@Command(
    name = "trust",
    header = "Pin a new host key, after the server got one for a good reason.",
    description = {
      "%nA changed host key is a reinstalled server or somebody in between; Holdfast refuses to"
          + " connect until you say which. The keys named here replace the pinned ones.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast server trust web-1 --trust SHA256:...",
      "  ./holdfast server trust web-1 --trust-on-first-use"
    })
final class ServerTrustCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();
  @Mixin private TrustOptions trust = new TrustOptions();

  @Parameters(paramLabel = "NAME", description = "The server.")
  private String name = "";

  @Override
  public Integer call() {
    return Registration.trust(options, platform, name, trust);
  }
}
