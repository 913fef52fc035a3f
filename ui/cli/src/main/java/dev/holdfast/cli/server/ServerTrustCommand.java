package dev.holdfast.cli.server;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pins another host key. */
@Command(
    name = "trust",
    header = "Pin a new host key, or revoke one.",
    description = {
      "%nA changed host key is a reinstalled server or somebody in between; Holdfast refuses to"
          + " connect until you say which. The keys named here replace the pinned ones.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast server trust web-1 --trust SHA256:...",
      "  ./holdfast server trust web-1 --trust-on-first-use",
      "  ./holdfast server trust web-1 --revoke SHA256:..."
    })
final class ServerTrustCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();
  @Mixin private TrustOptions trust = new TrustOptions();

  @Parameters(paramLabel = "NAME", description = "The server.")
  private String name = "";

  @Option(
      names = "--revoke",
      paramLabel = "FINGERPRINT",
      order = 23,
      description =
          "Never trust this key again, pinned, certified or an authority's; takes it out of the"
              + " pinned ones.")
  private @Nullable String revoke;

  @Override
  public Integer call() {
    return Registration.trust(options, platform, name, trust, revoke);
  }
}
