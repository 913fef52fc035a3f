package dev.holdfast.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which platform to talk to: {@code @Mixin PlatformOptions platform = new PlatformOptions();}
 * beside the {@link OutputOptions}.
 */
public final class PlatformOptions {
  @Option(
      names = "--server",
      paramLabel = "URL",
      order = 91,
      description = "The platform to talk to (default: the one of this launcher).")
  private @Nullable String url;

  /**
   * The REST API, with the token of whoever calls.
   *
   * @param options those of the same command
   * @throws Failure if there is no platform to talk to
   */
  public ApiClient api(OutputOptions options) {
    return ApiClient.connect(options.surroundings(), url(options));
  }

  /**
   * The REST API, for whoever has no token yet.
   *
   * @param options those of the same command
   * @throws Failure if there is no platform to talk to
   */
  public ApiClient withoutToken(OutputOptions options) {
    return ApiClient.withoutToken(options.surroundings(), url(options));
  }

  private @Nullable String url(OutputOptions options) {
    return url != null ? url : options.root().platformOptions().url;
  }
}
