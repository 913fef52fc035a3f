package dev.holdfast.cli.incident;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Say whose an incident is. */
@Command(
    name = "assign",
    header = "Say whose an incident is.",
    description = "%nThe owner sees to it that it is resolved.%n",
    footerHeading = "%nExample:%n",
    footer = {"  ./holdfast incident assign op-01 ann"})
final class IncidentAssignCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "ID", description = "The incident.")
  private String id = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "USER",
      description = "A user; --nobody instead for none.")
  private @Nullable String user;

  @Option(names = "--nobody", order = 1, description = "It is nobody's from now on.")
  private boolean nobody;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new IncidentViews(api, options.output()).assign(id, user, nobody);
    }
  }
}
