package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes a role. */
@Command(
    name = "set",
    header = "Change a role of your own, for everybody who has it.",
    description = {
      "%nWith the next request they may do what the role permits then. You need all that it permits"
          + " before and after, on all servers.%n"
    },
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast role set patcher --permission lockdown:run --permission '*:read'")
final class RoleSetCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The role.")
  private String name = "";

  @Option(
      names = "--permission",
      paramLabel = "RESOURCE:ACTION",
      order = 1,
      description = "What it permits from now on, in place of all before; may be repeated.")
  private List<String> permissions = List.of();

  @Option(names = "--description", paramLabel = "TEXT", order = 2, description = "What it is for.")
  private @Nullable String description;

  @Override
  public Integer call() {
    if (permissions.isEmpty() && description == null) {
      throw new Failure(
          ExitCode.USAGE,
          "nothing says what is to be changed",
          List.of("Name --permission, --description, or both."),
          "./holdfast role show " + name);
    }
    try (ApiClient api = platform.api(options)) {
      return new RoleViews(api, options.output()).change(name, description, permissions);
    }
  }
}
