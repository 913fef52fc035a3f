package dev.holdfast.api.sso;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationErrorResponse;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationGrantError;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationRequest;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationResponse;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.device.DeviceCode;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.AuthorizedParty;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.holdfast.platform.sso.IdentityProvider;
import dev.holdfast.platform.sso.IdentityProviders;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gets the ID token of a login from its provider, and checks all that can be checked of it. */
@Component
final class ProviderTokens {
  private static final int SKEW_SECONDS = 60;
  private static final int LONGEST_SUBJECT = 255;

  private final ProviderHttp http;
  private final Discovery discovery;
  private final IdentityProviders providers;

  ProviderTokens(ProviderHttp http, Discovery discovery, IdentityProviders providers) {
    this.http = http;
    this.discovery = discovery;
    this.providers = providers;
  }

  /**
   * What a provider says of whoever has logged in there.
   *
   * @param code that the browser has brought back
   * @param verifier which the login's PKCE challenge was made of
   * @param nonce that the login was begun with
   * @throws ProviderTrouble if the provider does not answer as one does
   * @throws LoginRefused if what it says is not good for this login
   */
  CheckedToken token(
      IdentityProvider provider, URI redirect, String code, String verifier, String nonce)
      throws ProviderTrouble, LoginRefused {
    OIDCProviderMetadata metadata = discovery.of(provider);
    return token(provider, metadata, ask(provider, metadata, redirect, code, verifier), nonce);
  }

  private CheckedToken token(
      IdentityProvider provider,
      OIDCProviderMetadata metadata,
      TokenResponse response,
      @Nullable String nonce)
      throws ProviderTrouble, LoginRefused {
    if (response instanceof TokenErrorResponse error) {
      throw new LoginRefused("the provider gives no token: " + code(error));
    }
    if (!(response.toSuccessResponse() instanceof OIDCTokenResponse good)
        || good.getOIDCTokens().getIDToken() == null) {
      throw new LoginRefused("the provider gives no ID token");
    }
    JWT token = good.getOIDCTokens().getIDToken();
    return new CheckedToken(checked(provider, metadata, token, nonce), token.serialize());
  }

  /** What the provider says of a login that somebody confirms on another machine. */
  sealed interface OnDevice {
    /** Nobody has confirmed it yet. */
    record Pending() implements OnDevice {}

    /** The same, and it wants to be asked less often. */
    record TooOften() implements OnDevice {}

    /** Somebody has. */
    record Confirmed(CheckedToken token) implements OnDevice {}
  }

  /**
   * Asks whether a login is confirmed: RFC 8628, section 3.4. There is no nonce in it: the token
   * answers this question, and the code in it is good once.
   *
   * @throws ProviderTrouble if the provider does not answer as one does
   * @throws LoginRefused if it is refused, or what it says is not good for this login
   */
  OnDevice onDevice(IdentityProvider provider, String device) throws ProviderTrouble, LoginRefused {
    OIDCProviderMetadata metadata = discovery.of(provider);
    TokenResponse response = ask(provider, metadata, new DeviceCodeGrant(new DeviceCode(device)));
    if (response instanceof TokenErrorResponse error) {
      String code = code(error);
      if (code.equals(DeviceAuthorizationGrantError.AUTHORIZATION_PENDING.getCode())) {
        return new OnDevice.Pending();
      }
      if (code.equals(DeviceAuthorizationGrantError.SLOW_DOWN.getCode())) {
        return new OnDevice.TooOften();
      }
    }
    return new OnDevice.Confirmed(token(provider, metadata, response, null));
  }

  /**
   * Begins a login that somebody confirms on another machine: RFC 8628, section 3.1.
   *
   * @return empty if the provider offers none
   * @throws ProviderTrouble if it does not answer as one does
   */
  Optional<DeviceAuthorizationSuccessResponse> beginOnDevice(IdentityProvider provider)
      throws ProviderTrouble {
    OIDCProviderMetadata metadata = discovery.of(provider);
    URI endpoint = metadata.getDeviceAuthorizationEndpointURI();
    if (endpoint == null) {
      return Optional.empty();
    }
    if (!ProviderAddress.isSafe(endpoint)) {
      throw new ProviderTrouble("its device_authorization_endpoint is not at https://");
    }
    DeviceAuthorizationRequest request =
        authentication(provider, metadata)
            .map(DeviceAuthorizationRequest.Builder::new)
            .orElseGet(
                () -> new DeviceAuthorizationRequest.Builder(new ClientID(provider.clientId())))
            .scope(new Scope(provider.scopes().toArray(String[]::new)))
            .endpointURI(endpoint)
            .build();
    try {
      DeviceAuthorizationResponse response =
          DeviceAuthorizationResponse.parse(
              http.send(request.toHTTPRequest(), provider.authorities()));
      if (response instanceof DeviceAuthorizationErrorResponse error) {
        throw new ProviderTrouble(
            "it begins no login on another machine: "
                + Discovery.printable(error.getErrorObject().getCode()));
      }
      return Optional.of(response.toSuccessResponse());
    } catch (ParseException e) {
      throw new ProviderTrouble(
          "its device endpoint answers with something else: "
              + Discovery.printable(e.getMessage()));
    }
  }

  /** What the provider says to a code that it never gave: whether it knows the client. */
  Optional<String> refusesClient(
      IdentityProvider provider, OIDCProviderMetadata metadata, URI redirect)
      throws ProviderTrouble {
    TokenResponse response =
        ask(provider, metadata, redirect, "holdfast-test", new CodeVerifier().getValue());
    if (response instanceof TokenErrorResponse error) {
      String code = code(error);
      return code.startsWith("invalid_client") || code.startsWith("unauthorized_client")
          ? Optional.of("it does not accept the client ID or its secret: " + code)
          : Optional.empty();
    }
    return Optional.empty();
  }

  private TokenResponse ask(
      IdentityProvider provider,
      OIDCProviderMetadata metadata,
      URI redirect,
      String code,
      String verifier)
      throws ProviderTrouble {
    return ask(
        provider,
        metadata,
        new AuthorizationCodeGrant(
            new AuthorizationCode(code), redirect, new CodeVerifier(verifier)));
  }

  private Optional<ClientAuthentication> authentication(
      IdentityProvider provider, OIDCProviderMetadata metadata) {
    var client = new ClientID(provider.clientId());
    return providers
        .secret(provider.organisation())
        .map(Secret::new)
        .map(value ->
            Discovery.authentication(metadata).equals(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                ? new ClientSecretPost(client, value)
                : new ClientSecretBasic(client, value));
  }

  private TokenResponse ask(
      IdentityProvider provider, OIDCProviderMetadata metadata, AuthorizationGrant grant)
      throws ProviderTrouble {
    var client = new ClientID(provider.clientId());
    URI endpoint = metadata.getTokenEndpointURI();
    TokenRequest request =
        authentication(provider, metadata)
            .map(
                authentication -> new TokenRequest.Builder(endpoint, authentication, grant).build())
            .orElseGet(() -> new TokenRequest.Builder(endpoint, client, grant).build());
    try {
      return OIDCTokenResponseParser.parse(
          http.send(request.toHTTPRequest(), provider.authorities()));
    } catch (ParseException e) {
      throw new ProviderTrouble(
          "its token endpoint answers with something else: " + Discovery.printable(e.getMessage()));
    }
  }

  private IDTokenClaimsSet checked(
      IdentityProvider provider, OIDCProviderMetadata metadata, JWT token, @Nullable String nonce)
      throws ProviderTrouble, LoginRefused {
    var keys =
        new ImmutableJWKSet<SecurityContext>(discovery.keys(metadata, provider.authorities()));
    var validator =
        new IDTokenValidator(
            new Issuer(provider.issuer()),
            new ClientID(provider.clientId()),
            new JWSVerificationKeySelector<>(Discovery.ALGORITHMS, keys),
            null);
    validator.setMaxClockSkew(SKEW_SECONDS);
    IDTokenClaimsSet claims;
    try {
      claims = validator.validate(token, nonce == null ? null : new Nonce(nonce));
    } catch (BadJOSEException | JOSEException e) {
      throw new LoginRefused("the ID token is not good: " + Discovery.printable(e.getMessage()));
    }
    // Where it says for which client it was made, it must be this one, and where it is for several,
    // it must say so. The library leaves both open.
    AuthorizedParty party = claims.getAuthorizedParty();
    if (party == null
        ? claims.getAudience().size() > 1
        : !party.getValue().equals(provider.clientId())) {
      throw new LoginRefused("the ID token was made for another client, or does not say for which");
    }
    if (claims.getSubject().getValue().length() > LONGEST_SUBJECT) {
      throw new LoginRefused("the ID token's subject is too long");
    }
    return claims;
  }

  private static String code(TokenErrorResponse response) {
    ErrorObject error = response.getErrorObject();
    return error == null || error.getCode() == null
        ? "no reason is told"
        : Discovery.printable(error.getCode());
  }
}
