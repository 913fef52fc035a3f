package dev.holdfast.api.sso;

import dev.holdfast.api.auth.PublicEndpoints;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.sso.IdentityProvider;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where providers send browsers back: this platform, as browsers find it. */
@Component
final class RedirectAddress {
  private final PlatformConfig config;

  RedirectAddress(PlatformConfig config) {
    this.config = config;
  }

  URI of(IdentityProvider provider) {
    return of(provider.publicUrl());
  }

  private URI of(@Nullable String publicUrl) {
    String base = Objects.requireNonNullElse(publicUrl, config.api().url());
    return URI.create(
        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
            + PublicEndpoints.PROVIDER_CALLBACK);
  }
}
