package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets a password. */
@Command(
    name = "password",
    header = "Set a user's password: your own, or as an administrator that of another.",
    description = {
      "%nAsks for it on a terminal; else it is a line of standard input. In a session of your own, your password of now comes first. All other sessions of the user end.",
      "%nA password has 12 characters or more, of all four kinds, no common word or run, and is none of the last five.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast user password bob", "  ./holdfast user password bob --generate"})
final class UserPasswordCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "The user (default: you).")
  private String name = "";

  @Option(names = "--generate", order = 1, description = "Make a password and print it, once.")
  private boolean generate;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new PasswordViews(api, options).set(name, generate);
    }
  }
}
