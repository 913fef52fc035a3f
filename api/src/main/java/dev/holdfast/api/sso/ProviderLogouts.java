package dev.holdfast.api.sso;

import dev.holdfast.platform.sso.IdentityProvider;
import dev.holdfast.platform.sso.LogoutHints;
import java.net.URI;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Where sessions end at identity providers, and what these want to see there. */
@Component
final class ProviderLogouts {
  private final Discovery discovery;
  private final LogoutHints hints;

  ProviderLogouts(Discovery discovery, LogoutHints hints) {
    this.discovery = discovery;
    this.hints = hints;
  }

  /**
   * The page of a provider that ends its session in the browser; empty if it has none.
   *
   * @throws ProviderTrouble if the provider does not say it
   */
  Optional<URI> page(IdentityProvider provider) throws ProviderTrouble {
    return Optional.ofNullable(discovery.of(provider).getEndSessionEndpointURI())
        .filter(ProviderAddress::isSafe);
  }

  /** Keeps the token of a login, if there is a page to which it is shown in the end. */
  void keep(IdentityProvider provider, String login, CheckedToken token) throws ProviderTrouble {
    hints.forgetExpired();
    if (page(provider).isPresent()) {
      hints.keep(provider, login, token.text());
    }
  }
}
