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

  /**
   * The REST API, with the token of whoever calls.
   *
   * @param options those of the same command
   * @throws Failure if there is no platform to talk to
   */
  public ApiClient api(OutputOptions options) {
    return api(options, null, null, null);
  }

  /**
   * The same.
   *
   * @param otherUrl that the command has asked for itself; null for none
   * @param otherCa that the command has asked for itself; null for none
   * @param otherOrganisation that the command has asked for itself; null for none
   */
  ApiClient api(
      OutputOptions options,
      @Nullable String otherUrl,
      @Nullable String otherCa,
      @Nullable String otherOrganisation) {
    return ApiClient.connect(
        options.surroundings(),
        otherUrl != null ? otherUrl : url(options),
        otherCa != null ? otherCa : ca(options),
        otherOrganisation != null ? otherOrganisation : organisation(options));
  }

  /**
   * The REST API, for whoever has no token yet.
   *
   * @param options those of the same command
   * @throws Failure if there is no platform to talk to
   */
  public ApiClient withoutToken(OutputOptions options) {
    return ApiClient.withoutToken(options.surroundings(), url(options), ca(options));
  }

  /**
   * The organisation that was asked for; null for the caller's own.
   *
   * @param options those of the same command
   */
  public @Nullable String organisation(OutputOptions options) {
    return organisation != null ? organisation : options.root().platformOptions().organisation;
  }

  private @Nullable String url(OutputOptions options) {
    return url != null ? url : options.root().platformOptions().url;
  }

  private @Nullable String ca(OutputOptions options) {
    return ca != null ? ca : options.root().platformOptions().ca;
  }
}
