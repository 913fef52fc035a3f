package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Say who of the identity provider a user is. */
@Command(
    name = "link",
    header = "Say who of the identity provider a user is.",
    description =
        "%nFrom then on that person logs in with ./holdfast login --sso. A refused login tells the subject in the audit. This takes what setting the user's password takes.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast user link bob --subject 6ad7c0f2")
final class UserLinkCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The user.")
  private String name = "";

  @Option(
      names = "--subject",
      paramLabel = "SUB",
      required = true,
      order = 1,
      description = "The provider's own id of that person: sub in its tokens.")
  private String subject = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new UserViews(api, options.output()).link(name, subject);
    }
  }
}
