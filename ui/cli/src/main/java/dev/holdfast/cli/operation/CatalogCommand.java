package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what can be done. */
@Command(
    name = "catalog",
    header = "List the operations, or show one with its input and an example.",
    description = "%nThe operations that ./holdfast run can start.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast catalog",
      "  ./holdfast catalog lockdown",
      "  The input's JSON Schema, for an editor or a program:",
      "    ./holdfast catalog lockdown -o json"
    })
public final class CatalogCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "OPERATION",
      description = "The operation to show; all are listed without it.")
  private @Nullable String type;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      CatalogView view = new CatalogView(api, options.output());
      return type == null ? view.list() : view.show(type);
    }
  }
}
