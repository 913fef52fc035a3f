package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a token. */
@Command(
    name = "create",
    header = "Make a token and print it, once.",
    description = {
      "%nNobody can ever see the token again; the platform keeps its hash only. In a session, it asks for your password: a token outlives the session.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast token create ci --permission lockdown:run",
      "  ./holdfast token create ci --of deploy --expires-in 30d"
    })
final class TokenCreateCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "What it is for; unique for its user.")
  private String name = "";

  @Option(
      names = "--of",
      paramLabel = "NAME",
      order = 1,
      description = "The user of Holdfast that it acts for (default: you).")
  private String user = "";

  @Option(names = "--user", hidden = true, description = "What --of was called before.")
  void formerly(String name) {
    user = name;
  }

  @Option(
      names = "--permission",
      paramLabel = "RESOURCE:ACTION",
      order = 2,
      description =
          "What it is good for at most; may be repeated (default: whatever its user may do).")
  private List<String> permissions = List.of();

  @Option(
      names = "--expires-in",
      paramLabel = "DURATION",
      order = 3,
      converter = LifetimeConverter.class,
      description = "When it ends: 30m, 8h or 30d (default: 90d).")
  private @Nullable Duration expiresIn;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new TokenViews(api, options.output())
          .create(name, user, permissions, expiresIn, options);
    }
  }
}
