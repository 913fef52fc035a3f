package dev.holdfast.cli.notify;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Send events again that could not be delivered. */
@Command(
    name = "resend",
    header = "Send events again that could not be delivered.",
    description =
        "%nThey are tried for as long as new ones, with the ids that they had: a receiver that did get one knows it again.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast notify dead resend 17 18",
      "  ./holdfast notify dead resend --sink ops",
      "  ./holdfast notify dead resend --all"
    })
final class DeadResendCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();
  @Mixin private DeadChoice choice = new DeadChoice();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new DeadViews(api, options.output()).resend(choice);
    }
  }
}
