package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets the identity provider. */
@Command(
    name = "set",
    header = "Set the identity provider of the organisation.",
    description =
        "%nAsks for the client's secret on a terminal; else the first line of standard input is the secret. The provider's discovery document is read first, and says what is wrong. What is not given has its default, also where it was set before. This takes every permission on all servers: whoever sets the provider decides who logs in as whom.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast org identity-provider set https://id.example.com \\",
      "    --client-id holdfast --create-users",
      "  ./holdfast org identity-provider set https://id.example.com \\",
      "    --client-id holdfast --keep-secret --second-factor mfa"
    })
final class ProviderSetCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "ISSUER", description = "Exactly as the provider calls itself.")
  String issuer = "";

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      required = true,
      order = 1,
      description = "What the provider calls this platform.")
  String clientId = "";

  @Option(
      names = "--keep-secret",
      order = 2,
      description = "Ask for no secret; keep the one of now.")
  boolean keepSecret;

  @Option(names = "--no-secret", order = 3, description = "The client has no secret, only PKCE.")
  boolean noSecret;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      order = 4,
      description = "What is asked for beside openid; may be repeated (default: profile).")
  List<String> scopes = List.of();

  @Option(
      names = "--user-claim",
      paramLabel = "CLAIM",
      order = 5,
      description = "Names a user who is made (default: preferred_username).")
  @Nullable String userClaim;

  @Option(
      names = "--groups-claim",
      paramLabel = "CLAIM",
      order = 6,
      description = "Lists a user's groups (default: groups); a.b is b within a.")
  @Nullable String groupsClaim;

  @Option(
      names = "--create-users",
      order = 7,
      description = "Make a user of whoever is linked to none (default: refuse the login).")
  boolean createUsers;

  @Option(
      names = "--second-factor",
      paramLabel = "VALUE",
      order = 8,
      description =
          "A value of amr or acr by which the provider says that it has asked for two factors; then no code is asked for here. May be repeated.")
  List<String> secondFactor = List.of();

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      order = 9,
      description = "Where browsers find this platform (default: its own address).")
  @Nullable String publicUrl;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      order = 10,
      description = "Certificates in PEM that are trusted for the provider instead of the usual.")
  @Nullable Path authorities;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new ProviderViews(api, options).set(this);
    }
  }
}
