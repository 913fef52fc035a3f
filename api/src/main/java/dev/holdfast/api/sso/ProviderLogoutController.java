package dev.holdfast.api.sso;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.sso.IdentityProvider;
import dev.holdfast.platform.sso.IdentityProviders;
import dev.holdfast.platform.sso.LogoutHints;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Says where a browser ends its session at the identity provider (OpenID Connect RP-Initiated
 * Logout 1.0). The ID token of the login tells the provider whose session it is, so that it need
 * not ask the person.
 */
@RestController
final class ProviderLogoutController {
  private final IdentityProviders providers;
  private final ProviderLogouts logouts;
  private final LogoutHints hints;

  ProviderLogoutController(
      IdentityProviders providers, ProviderLogouts logouts, LogoutHints hints) {
    this.providers = providers;
    this.logouts = logouts;
    this.hints = hints;
  }

  /**
   * @param url of the provider, for the browser
   */
  record ProviderLogout(String url) {
    /** Says nothing of the token in it. */
    @Override
    public String toString() {
      return "ProviderLogout[]";
    }
  }

  @Requires(Requires.SELF)
  @GetMapping("/api/v1/auth/provider/logout")
  ResponseEntity<ProviderLogout> logout(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    IdentityProvider provider =
        providers.find(caller.organisation()).orElseThrow(ProviderLogoutController::none);
    URI page;
    try {
      page = logouts.page(provider).orElseThrow(ProviderLogoutController::none);
    } catch (ProviderTrouble e) {
      throw ApiException.unavailable(
          "identity-provider-unavailable",
          "The identity provider of '%s' cannot be used at the moment; log out on its own page."
              .formatted(provider.organisation()));
    }
    UriComponentsBuilder url =
        UriComponentsBuilder.fromUri(page).queryParam("client_id", "{client}");
    Map<String, String> values = new HashMap<>(Map.of("client", provider.clientId()));
    String session = caller.identity().session();
    if (session != null) {
      hints
          .of(provider, session)
          .ifPresent(hint -> {
            url.queryParam("id_token_hint", "{hint}");
            values.put("hint", hint);
          });
    }
    return ResponseEntity.ok()
        .header("Cache-Control", "no-store")
        .body(new ProviderLogout(url.encode().buildAndExpand(values).toUriString()));
  }

  private static ApiException none() {
    return ApiException.notFound(
        "no-provider-logout", "Your organisation's identity provider has no page to log out by.");
  }
}
