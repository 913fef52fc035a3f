package dev.holdfast.api.sso;

import dev.holdfast.api.outbound.TrustedAuthorities;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.sso.IdentityProvider;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an identity provider is to become.
 *
 * @param issuer exactly as the provider calls itself
 * @param clientSecret null keeps the one of before, empty is none
 * @param scopes null for {@code openid profile}
 * @param userClaim names a user who is made; null for {@code preferred_username}
 * @param groupsClaim null for {@code groups}; {@code a.b} is b within a
 * @param createsUsers whether a login makes a user where none is linked; null: no
 * @param secondFactor values of {@code amr} or {@code acr} that stand for two factors; null: none
 * @param publicUrl where browsers find this platform; null: at its own address
 * @param authorities in PEM, instead of those that Java trusts
 */
@Schema(name = "NewIdentityProvider")
record ProviderRequest(
    @Nullable String issuer,
    @Nullable String clientId,
    @Nullable String clientSecret,
    @Nullable List<String> scopes,
    @Nullable String userClaim,
    @Nullable String groupsClaim,
    @Nullable Boolean createsUsers,
    @Nullable List<String> secondFactor,
    @Nullable String publicUrl,
    @Nullable String authorities) {
  private static final Pattern CLIENT = Pattern.compile("[\\x21-\\x7e]{1,255}");
  private static final Pattern SECRET = Pattern.compile("[\\x20-\\x7e]{0,1024}");
  private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,100}");
  private static final Pattern CLAIM = Pattern.compile("[\\x21-\\x7e]{1,255}");
  private static final int MOST = 20;
  private static final int LONGEST_PEM = 64 << 10;

  /** Says nothing of the secret. */
  @Override
  public String toString() {
    return "ProviderRequest[" + issuer + "]";
  }

  /**
   * The provider that becomes of it.
   *
   * @throws ApiException naming every field that is wrong
   */
  IdentityProvider provider(String organisation, String by) {
    List<FieldError> errors = new ArrayList<>();
    address("issuer", Objects.requireNonNullElse(issuer, ""), errors);
    if (publicUrl != null) {
      address("publicUrl", publicUrl, errors);
    }
    check("clientId", CLIENT, clientId, "is what the provider calls this platform", errors);
    if (clientSecret != null) {
      check("clientSecret", SECRET, clientSecret, "has characters that no secret has", errors);
    }
    Set<String> asked = new LinkedHashSet<>(List.of("openid"));
    asked.addAll(Objects.requireNonNullElse(scopes, List.of("profile")));
    asked.forEach(scope -> check("scopes", SCOPE, scope, "'" + scope + "' is none", errors));
    String user = Objects.requireNonNullElse(userClaim, "preferred_username");
    check("userClaim", CLAIM, user, "is the name of a claim", errors);
    String groups = Objects.requireNonNullElse(groupsClaim, "groups");
    check("groupsClaim", CLAIM, groups, "is the name of a claim", errors);
    List<String> factors = Objects.requireNonNullElse(secondFactor, List.of());
    factors.forEach(factor ->
        check("secondFactor", CLAIM, factor, "'" + factor + "' is no value of amr or acr", errors));
    if (asked.size() > MOST || factors.size() > MOST) {
      errors.add(new FieldError("", "at most " + MOST + " scopes and values are kept"));
    }
    if (authorities != null) {
      authorities(authorities, errors);
    }
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
    return new IdentityProvider(
        organisation,
        Objects.requireNonNull(issuer),
        Objects.requireNonNull(clientId),
        List.copyOf(asked),
        user,
        groups,
        Boolean.TRUE.equals(createsUsers),
        factors,
        publicUrl,
        authorities,
        by,
        Instant.now());
  }

  private static void address(String field, String text, List<FieldError> errors) {
    try {
      ProviderAddress.of(text);
    } catch (IllegalArgumentException e) {
      errors.add(new FieldError(field, String.valueOf(e.getMessage())));
    }
  }

  private static void authorities(String pem, List<FieldError> errors) {
    try {
      if (pem.length() > LONGEST_PEM) {
        throw new IllegalArgumentException("is too long");
      }
      TrustedAuthorities.tls(pem);
    } catch (IllegalArgumentException e) {
      errors.add(new FieldError("authorities", String.valueOf(e.getMessage())));
    }
  }

  private static void check(
      String field, Pattern form, @Nullable String value, String message, List<FieldError> errors) {
    if (value == null || !form.matcher(value).matches()) {
      errors.add(new FieldError(field, message));
    }
  }
}
