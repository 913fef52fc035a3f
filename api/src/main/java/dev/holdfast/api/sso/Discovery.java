package dev.holdfast.api.sso;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.holdfast.platform.sso.IdentityProvider;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What identity providers say of themselves (OpenID Connect Discovery 1.0). Kept for some minutes;
 * the keys are read for each login, because one that is withdrawn must not be good here any longer.
 */
@Component
final class Discovery {
  /** With what tokens may be signed: nothing that whoever checks it could sign, too. */
  static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private static final Duration FRESH = Duration.ofMinutes(5);

  private final ProviderHttp http;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  Discovery(ProviderHttp http) {
    this.http = http;
  }

  private record Kept(Instant changedAt, Instant at, OIDCProviderMetadata metadata) {}

  /**
   * A provider that can be used.
   *
   * @throws ProviderTrouble if it cannot
   */
  OIDCProviderMetadata of(IdentityProvider provider) throws ProviderTrouble {
    Kept known = kept.get(provider.organisation());
    Instant now = Instant.now();
    if (known != null
        && known.changedAt().equals(provider.changedAt())
        && known.at().plus(FRESH).isAfter(now)) {
      return known.metadata();
    }
    OIDCProviderMetadata metadata = read(provider.issuer(), provider.authorities());
    List<String> wrong = wrong(metadata, provider.issuer());
    if (!wrong.isEmpty()) {
      throw new ProviderTrouble(String.join("; ", wrong));
    }
    kept.put(provider.organisation(), new Kept(provider.changedAt(), now, metadata));
    return metadata;
  }

  /**
   * Reads the document of an issuer, whatever it says.
   *
   * @throws ProviderTrouble if there is none
   */
  OIDCProviderMetadata read(String issuer, @Nullable String authorities) throws ProviderTrouble {
    try {
      URI address = OIDCProviderMetadata.resolveURL(new Issuer(issuer)).toURI();
      return OIDCProviderMetadata.parse(http.get(address, authorities));
    } catch (ParseException e) {
      throw new ProviderTrouble("its discovery document cannot be read: " + e.getMessage());
    } catch (GeneralException | URISyntaxException e) {
      throw new ProviderTrouble("the issuer is not one that has a discovery document");
    }
  }

  /** The keys that sign at this moment. */
  JWKSet keys(OIDCProviderMetadata metadata, @Nullable String authorities) throws ProviderTrouble {
    try {
      return JWKSet.parse(http.get(metadata.getJWKSetURI(), authorities));
    } catch (java.text.ParseException e) {
      throw new ProviderTrouble("its keys cannot be read: " + e.getMessage());
    }
  }

  /** Why a provider cannot be used; empty if it can. */
  static List<String> wrong(OIDCProviderMetadata metadata, String issuer) {
    List<String> wrong = new ArrayList<>();
    if (!issuer.equals(metadata.getIssuer().getValue())) {
      wrong.add(
          "it calls itself '%s', not '%s': give the issuer exactly as it does"
              .formatted(printable(metadata.getIssuer().getValue()), issuer));
    }
    checkAddress("authorization_endpoint", metadata.getAuthorizationEndpointURI(), wrong);
    checkAddress("token_endpoint", metadata.getTokenEndpointURI(), wrong);
    checkAddress("jwks_uri", metadata.getJWKSetURI(), wrong);
    List<ResponseType> types = metadata.getResponseTypes();
    if (types != null && !types.contains(ResponseType.CODE)) {
      wrong.add("it offers no authorization code flow");
    }
    List<CodeChallengeMethod> methods = metadata.getCodeChallengeMethods();
    if (methods != null && !methods.contains(CodeChallengeMethod.S256)) {
      wrong.add("it offers no PKCE with S256");
    }
    List<JWSAlgorithm> algorithms = metadata.getIDTokenJWSAlgs();
    if (algorithms == null || algorithms.stream().noneMatch(ALGORITHMS::contains)) {
      wrong.add("it signs ID tokens by no algorithm that is good here, such as RS256 or ES256");
    }
    return wrong;
  }

  /** What administrators of a provider should know, though it can be used. */
  static List<String> notes(OIDCProviderMetadata metadata) {
    List<String> notes = new ArrayList<>();
    if (metadata.getCodeChallengeMethods() == null) {
      notes.add("It does not say that it does PKCE; it is asked for it all the same.");
    }
    if (!metadata.supportsAuthorizationResponseIssuerParam()) {
      notes.add("It does not say that it names itself when a browser comes back (RFC 9207).");
    }
    return notes;
  }

  /** How the client shows its secret. */
  static ClientAuthenticationMethod authentication(OIDCProviderMetadata metadata) {
    List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
    return methods == null
            || methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
            || !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST)
        ? ClientAuthenticationMethod.CLIENT_SECRET_BASIC
        : ClientAuthenticationMethod.CLIENT_SECRET_POST;
  }

  private static void checkAddress(String name, @Nullable URI address, List<String> wrong) {
    if (address == null) {
      wrong.add("it has no " + name);
    } else if (!ProviderAddress.isSafe(address)) {
      wrong.add("its " + name + " is not at https://");
    }
  }

  /** What somebody else wrote, as far as a person should see it. */
  static String printable(@Nullable String text) {
    String clean = String.valueOf(text).replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    return clean.length() > 200 ? clean.substring(0, 200) + "…" : clean;
  }
}
