package dev.holdfast.cli.profile;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Keeps an input. */
@Command(
    name = "set",
    header = "Keep an input of an operation for a server or a label.",
    description = {
      "%nNothing is run. With --input the profile is that, with --set only these fields change.",
      "%nA change makes a new version; what is the same as before makes none.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast profile set lockdown env=prod --input lockdown.json",
      "  ./holdfast profile set lockdown role=db --priority 10 \\",
      "    --set sshd.allowUsers=[dba] --set sshd.maxAuthTries=2",
      "  Another value of the variable admin where the label env=prod is:",
      "    ./holdfast profile set server-setup fleet=web --input setup.json \\",
      "      --var admin=dev --var env=prod:admin=deploy",
      "  Change one field of what is kept, and remove another one:",
      "    ./holdfast profile set lockdown web-1 --set sshd.maxAuthTries=4 \\",
      "      --set sshd.ports=null"
    })
final class ProfileSetCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();
  @Mixin private ProfileOf profile = new ProfileOf();

  @Option(
      names = "--input",
      paramLabel = "FILE",
      order = 1,
      description = "The whole input as JSON; - reads standard input.")
  private @Nullable String input;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      order = 2,
      description = "Sets one field, over --input or what is kept; =null removes it.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--var",
      paramLabel = "NAME=VALUE",
      order = 3,
      description =
          "The value of a variable, which strings of the input name as docs/profiles.md says;"
              + " LABEL=X:NAME=VALUE for the servers with that label. Without a VALUE it goes.")
  private List<String> variables = new ArrayList<>();

  @Option(
      names = "--priority",
      paramLabel = "N",
      order = 4,
      description = "Of several profiles for labels the highest counts (default: 0).")
  private @Nullable Integer priority;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new ProfileViews(api, options.output())
          .set(
              profile.operation,
              profile.target,
              new NewProfile(input, settings, variables, priority),
              options.surroundings().input());
    }
  }
}
