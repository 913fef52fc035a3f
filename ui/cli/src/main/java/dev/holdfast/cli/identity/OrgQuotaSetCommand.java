package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets quotas. */
@Command(
    name = "set",
    header = "Limit what an organisation may use.",
    description =
        "%nEach takes a number, or unlimited. What the organisation has beyond a new limit it keeps; it gets no more. Quotas that are not given stay.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast org quota set acme --operations 20 --servers 100",
      "  ./holdfast org quota set acme --requests unlimited"
    })
final class OrgQuotaSetCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The organisation.")
  private String name = "";

  @Option(
      names = "--operations",
      paramLabel = "N",
      order = 1,
      description = "Operations under way at the same time.")
  private @Nullable String operations;

  @Option(names = "--servers", paramLabel = "N", order = 2, description = "Servers.")
  private @Nullable String servers;

  @Option(names = "--schedules", paramLabel = "N", order = 3, description = "Schedules.")
  private @Nullable String schedules;

  @Option(
      names = "--file-bytes",
      paramLabel = "N",
      order = 4,
      description = "Bytes of files in the platform's store.")
  private @Nullable String fileBytes;

  @Option(
      names = "--requests",
      paramLabel = "N",
      order = 5,
      description = "Requests a minute, of all its users and tokens together.")
  private @Nullable String requests;

  @Override
  public Integer call() {
    Map<String, String> given = new LinkedHashMap<>();
    put(given, "operations", operations);
    put(given, "servers", servers);
    put(given, "schedules", schedules);
    put(given, "file-bytes", fileBytes);
    put(given, "requests", requests);
    try (ApiClient api = platform.api(options)) {
      return new QuotaViews(api, options.output()).set(name, given);
    }
  }

  private static void put(Map<String, String> given, String quota, @Nullable String most) {
    if (most != null) {
      given.put(quota, most);
    }
  }
}
