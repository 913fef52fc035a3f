package dev.holdfast.platform.sso;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Through whom the people of an organisation log in, by OpenID Connect.
 *
 * @param issuer as the provider calls itself in its tokens
 * @param scopes that are asked for, {@code openid} among them
 * @param userClaim names a user who is made
 * @param groupsClaim lists the groups of a user
 * @param createsUsers whether somebody who is linked to no user gets a new one
 * @param secondFactor values of {@code amr} and {@code acr} that say that the provider has asked
 *     for two factors; one of them is enough
 * @param publicUrl where browsers find this platform; null: at its own address
 * @param authorities in PEM, which sign the provider's certificate; null: those that Java trusts
 */
public record IdentityProvider(
    String organisation,
    String issuer,
    String clientId,
    List<String> scopes,
    String userClaim,
    String groupsClaim,
    boolean createsUsers,
    List<String> secondFactor,
    @Nullable String publicUrl,
    @Nullable String authorities,
    String changedBy,
    Instant changedAt) {
  public IdentityProvider {
    scopes = List.copyOf(scopes);
    secondFactor = List.copyOf(secondFactor);
  }
}
