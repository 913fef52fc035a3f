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

  /** The server asked for. */
  public Optional<String> name() {
    return last(false);
  }

  /** The REST API, as {@link PlatformOptions#api}. */
  public ApiClient api(OutputOptions options) {
    return last(true)
        .map(url -> ApiClient.connect(options.surroundings(), url))
        .orElseGet(() -> options.root().platformOptions().api(options));
  }

  private Optional<String> last(boolean url) {
    return values == null
        ? Optional.empty()
        : values.stream().filter(v -> v.contains("://") == url).reduce((a, b) -> b);
  }
}
