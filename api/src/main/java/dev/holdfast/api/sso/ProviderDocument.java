package dev.holdfast.api.sso;

import dev.holdfast.platform.sso.IdentityProvider;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An identity provider, without its secret.
 *
 * @param clientSecret whether the client has one
 * @param redirectUri what has to be allowed at the provider, exactly
 */
@Schema(name = "IdentityProvider")
record ProviderDocument(
    String issuer,
    String clientId,
    boolean clientSecret,
    String redirectUri,
    List<String> scopes,
    String userClaim,
    String groupsClaim,
    boolean createsUsers,
    List<String> secondFactor,
    @Nullable String publicUrl,
    @Nullable String authorities,
    String changedBy,
    Instant changedAt) {
  static ProviderDocument of(IdentityProvider provider, boolean secret, URI redirect) {
    return new ProviderDocument(
        provider.issuer(),
        provider.clientId(),
        secret,
        redirect.toString(),
        provider.scopes(),
        provider.userClaim(),
        provider.groupsClaim(),
        provider.createsUsers(),
        provider.secondFactor(),
        provider.publicUrl(),
        provider.authorities(),
        provider.changedBy(),
        provider.changedAt());
  }
}
