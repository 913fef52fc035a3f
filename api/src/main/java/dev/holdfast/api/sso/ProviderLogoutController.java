package dev.holdfast.api.sso;

import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.sso.IdentityProvider;
import dev.holdfast.platform.sso.IdentityProviders;
import java.net.URI;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Says where a browser ends its session at the identity provider (OpenID Connect RP-Initiated
 * Logout 1.0). Nothing that the provider has issued is kept, so the page names the client, and the
 * provider may ask the person.
 */
@RestController
final class ProviderLogoutController {
  private final IdentityProviders providers;
  private final Discovery discovery;

  ProviderLogoutController(IdentityProviders providers, Discovery discovery) {
    this.providers = providers;
    this.discovery = discovery;
  }

  /**
   * @param url of the provider, for the browser
   */
  record ProviderLogout(String url) {}

  @Requires(Requires.SELF)
  @GetMapping("/api/v1/auth/provider/logout")
  ProviderLogout logout(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    IdentityProvider provider =
        providers.find(caller.organisation()).orElseThrow(ProviderLogoutController::none);
    OIDCProviderMetadata metadata;
    try {
      metadata = discovery.of(provider);
    } catch (ProviderTrouble e) {
      throw ApiException.unavailable(
          "identity-provider-unavailable",
          "The identity provider of '%s' cannot be used at the moment; log out on its own page."
              .formatted(provider.organisation()));
    }
    URI endpoint = metadata.getEndSessionEndpointURI();
    if (endpoint == null || !ProviderAddress.isSafe(endpoint)) {
      throw none();
    }
    return new ProviderLogout(
        UriComponentsBuilder.fromUri(endpoint)
            .queryParam("client_id", "{client}")
            .encode()
            .buildAndExpand(provider.clientId())
            .toUriString());
  }

  private static ApiException none() {
    return ApiException.notFound(
        "no-provider-logout", "Your organisation's identity provider has no page to log out by.");
  }
}
