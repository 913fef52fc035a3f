package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a role. */
@Command(
    name = "create",
    header = "Make a role of your own.",
    description = "%nIt may only permit what you may do everywhere yourself.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast role create patcher --permission lockdown:run")
final class RoleCreateCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The role.")
  private String name = "";

  @Option(
      names = "--permission",
      paramLabel = "RESOURCE:ACTION",
      required = true,
      order = 1,
      description = "What it permits; may be repeated.")
  private List<String> permissions = List.of();

  @Option(names = "--description", paramLabel = "TEXT", order = 2, description = "What it is for.")
  private String description = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new RoleViews(api, options.output()).create(name, description, permissions);
    }
  }
}
