package dev.holdfast.cli.secret;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists leased credentials. */
@Command(
    name = "leases",
    header = "List the credentials that are leased to operations, without their values.",
    description = {
      "%nThe newest 500, those that are revoked included. issuing: being made; leased: its operation"
          + " may use it; ending: to be revoked, which is tried until it is certain; revoked: the"
          + " role is gone from the database.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast secret leases",
      "  ./holdfast secret leases app-db",
      "  ./holdfast secret leases --operation op-…"
    })
final class SecretLeasesCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "Of this secret only.")
  private @Nullable String name;

  @Option(
      names = "--operation",
      paramLabel = "ID",
      order = 1,
      description = "To this operation only.")
  private @Nullable String operation;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new LeaseViews(api, options.output()).list(name, operation);
    }
  }
}
