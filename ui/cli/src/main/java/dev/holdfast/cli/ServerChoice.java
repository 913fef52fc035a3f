package dev.holdfast.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The {@code --server} of commands that look at one server of an operation. A URL still names the
 * platform: a server's name never holds {@code ://}.
 */
public final class ServerChoice {
  @Option(
      names = "--server",
      paramLabel = "NAME",
      order = 10,
      description = "Only this server (a URL here names the platform instead).")
  private @Nullable List<String> values;

  @Option(
      names = "--tls-ca",
      paramLabel = "FILE",
      order = 91,
      description = "Trust the platform's certificate by this authority (PEM).")
  private @Nullable String ca;

  @Option(
      names = "--org",
      paramLabel = "NAME",
      order = 92,
      description = "The organisation to act in, for administrators of the platform.")
  private @Nullable String organisation;

  /** The server asked for. */
  public Optional<String> name() {
    return names().isEmpty() ? Optional.empty() : Optional.of(names().getLast());
  }

  /** All the servers asked for, in their order. */
  public List<String> names() {
    return values == null ? List.of() : values.stream().filter(v -> !v.contains("://")).toList();
  }

  /** The REST API, as {@link PlatformOptions#api}. */
  public ApiClient api(OutputOptions options) {
    return options.root().platformOptions().api(options, url().orElse(null), ca, organisation);
  }

  private Optional<String> url() {
    return values == null
        ? Optional.empty()
        : values.stream().filter(v -> v.contains("://")).reduce((a, b) -> b);
  }
}
