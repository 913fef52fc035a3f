package dev.holdfast.api.sso;

import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.holdfast.api.auth.Callers;
import dev.holdfast.api.auth.FailedLogins;
import dev.holdfast.api.auth.PublicEndpoints;
import dev.holdfast.api.identity.LoginAnswer;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.api.web.Client;
import dev.holdfast.api.web.MinuteCounts;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.platform.organisation.Organisations;
import dev.holdfast.platform.sso.IdentityProvider;
import dev.holdfast.platform.sso.IdentityProviders;
import dev.holdfast.platform.sso.ProviderLogins;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Logs people in through their organisation's identity provider. The client that begins a login
 * keeps a verifier, and gets the session for it and the code that only the browser was told: so
 * whoever makes somebody else open the provider's page gains nothing by it.
 */
@RestController
final class ProviderLoginController {
  static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
  static final int BEGUN_A_MINUTE = 30;
  private static final int LEAST_PORT = 1024;
  private static final int LAST_PORT = 65_535;
  private static final int LONGEST = 200;

  private final IdentityProviders providers;
  private final ProviderLogins logins;
  private final Discovery discovery;
  private final RedirectAddress redirect;
  private final ProviderSessions sessions;
  private final Callers callers;
  private final FailedLogins failures;
  private final MinuteCounts counts;
  private final LoginSteps steps;

  ProviderLoginController(
      IdentityProviders providers,
      ProviderLogins logins,
      Discovery discovery,
      RedirectAddress redirect,
      ProviderSessions sessions,
      Callers callers,
      FailedLogins failures,
      MinuteCounts counts,
      LoginSteps steps) {
    this.providers = providers;
    this.logins = logins;
    this.discovery = discovery;
    this.redirect = redirect;
    this.sessions = sessions;
    this.callers = callers;
    this.failures = failures;
    this.counts = counts;
    this.steps = steps;
  }

  /**
   * @param organisation whose provider is asked; null for the first one
   * @param challenge the SHA-256 of the verifier that the client keeps, in base64url (S256 of RFC
   *     7636)
   * @param port where the client waits on 127.0.0.1 of the browser's machine; null: a person brings
   *     it the code from the page
   */
  record Beginning(
      @Nullable String organisation, @Nullable String challenge, @Nullable Integer port) {}

  /**
   * @param id the client hears it again with the code
   * @param url of the provider, for the browser
   */
  record Begun(String id, String url, Instant expiresAt) {}

  @PostMapping(PublicEndpoints.PROVIDER_LOGIN)
  ResponseEntity<Begun> begin(
      @RequestBody Beginning request, HttpServletRequest http, HttpServletResponse response) {
    List<FieldError> errors = new ArrayList<>();
    String challenge = Objects.requireNonNullElse(request.challenge(), "");
    if (!CHALLENGE.matcher(challenge).matches()) {
      errors.add(new FieldError("challenge", "is not the SHA-256 of a verifier, in base64url"));
    }
    Integer port = request.port();
    if (port != null && (port < LEAST_PORT || port > LAST_PORT)) {
      errors.add(new FieldError("port", "is between " + LEAST_PORT + " and " + LAST_PORT));
    }
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
    if (counts.addAndAsk("provider-logins:" + Client.counted(http)) > BEGUN_A_MINUTE) {
      throw ProviderProblems.tooMany(response);
    }
    String organisation = Objects.requireNonNullElse(request.organisation(), Organisations.DEFAULT);
    IdentityProvider provider =
        providers
            .find(organisation)
            .orElseThrow(() ->
                ApiException.notFound(
                    "no-identity-provider",
                    "No identity provider is set for an organisation '%s'; log in with a password, or name another one."
                        .formatted(Discovery.printable(organisation))));
    OIDCProviderMetadata metadata = metadata(provider, http);
    logins.forgetExpired();
    ProviderLogins.Begun begun =
        logins
            .begin(provider, challenge, port)
            .orElseThrow(() -> ProviderProblems.tooMany(response));
    steps.unknown(http, organisation, "begun " + begun.id(), Outcome.SUCCEEDED);
    return ResponseEntity.ok()
        .header("Cache-Control", "no-store")
        .body(
            new Begun(
                begun.id(),
                url(provider, metadata, begun).toString(),
                Instant.now().plus(ProviderLogins.AT_THE_PROVIDER)));
  }

  private OIDCProviderMetadata metadata(IdentityProvider provider, HttpServletRequest http) {
    try {
      return discovery.of(provider);
    } catch (ProviderTrouble e) {
      steps.refused(http, provider.organisation(), null, e.reason());
      throw ProviderProblems.unavailable(provider.organisation());
    }
  }

  private URI url(
      IdentityProvider provider, OIDCProviderMetadata metadata, ProviderLogins.Begun begun) {
    return new AuthenticationRequest.Builder(
            ResponseType.CODE,
            new Scope(provider.scopes().toArray(String[]::new)),
            new ClientID(provider.clientId()),
            redirect.of(provider))
        .endpointURI(metadata.getAuthorizationEndpointURI())
        .state(new State(begun.state()))
        .nonce(new Nonce(begun.nonce()))
        .codeChallenge(new CodeVerifier(begun.verifier()), CodeChallengeMethod.S256)
        .build()
        .toURI();
  }

  /**
   * @param code that the browser was told
   * @param verifier that the client has kept
   */
  record Finish(@Nullable String code, @Nullable String verifier) {
    /** Says neither. */
    @Override
    public String toString() {
      return "Finish[]";
    }
  }

  @PostMapping(PublicEndpoints.PROVIDER_FINISH)
  ResponseEntity<? extends LoginAnswer> finish(
      @RequestBody Finish request, HttpServletRequest http, HttpServletResponse response) {
    String code = Objects.requireNonNullElse(request.code(), "");
    String verifier = Objects.requireNonNullElse(request.verifier(), "");
    Optional<ProviderLogins.Finished> finished =
        code.length() > LONGEST || verifier.length() > LONGEST
            ? Optional.empty()
            : logins.finish(code, verifier);
    if (finished.isEmpty()) {
      if (failures.tooMany(Client.counted(http))) {
        throw ProviderProblems.tooManyFailures(response);
      }
      steps.unknown(http, Organisations.DEFAULT, "a code that is not good here", Outcome.REFUSED);
      throw ProviderProblems.over();
    }
    ProviderLogins.Finished login = finished.get();
    String user = login.user();
    if (callers.acting(login.organisation(), user).isEmpty()) {
      steps.refused(http, login.organisation(), user, "the user is disabled");
      throw ProviderProblems.over();
    }
    return sessions.begin(
        login.organisation(), user, login.secondFactor(), "login --sso", login.id(), http);
  }
}
