package dev.holdfast.cli.secret;

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

/** Makes a secret, or gives it a new version. */
@Command(
    name = "set",
    header = "Make a secret, or give it a new value.",
    description =
        "%nEach value is a version. The newest ten are kept; an input that names no version gets the"
            + " newest.%n%nA leased secret has no value: each operation that names it gets a"
            + " database role of its own, which is dropped when the operation has ended.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast secret set db-password",
      "  ./holdfast secret set tls-key --file web.key --label env=prod",
      "  pwgen -s 32 1 | ./holdfast secret set db-password",
      "  ./holdfast secret set db-password --generate 32",
      "  ./holdfast secret set app-db --lease postgresql --admin secret://pg-admin \\",
      "    --grant app_reader"
    })
final class SecretSetCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();
  @Mixin private ValueOptions value = new ValueOptions();
  @Mixin private LeaseOptions lease = new LeaseOptions();

  @Parameters(
      paramLabel = "NAME",
      description = "Lower-case letters, digits and . _ - (at most 63).")
  private String name = "";

  @Option(
      names = "--description",
      paramLabel = "TEXT",
      order = 4,
      description = "What it is for; everybody who may see the secret's name sees it.")
  private @Nullable String description;

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      order = 5,
      description = "A label; these take the place of those that it has.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new SecretViews(api, options.output())
          .set(
              name,
              new NewLease(lease, value),
              new NewValue(value, options.surroundings()),
              description,
              labels);
    }
  }
}
