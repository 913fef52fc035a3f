package dev.holdfast.api.sso;

import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.holdfast.api.auth.FailedLogins;
import dev.holdfast.api.auth.PublicEndpoints;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.web.Client;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.platform.organisation.Organisations;
import dev.holdfast.platform.sso.IdentityProvider;
import dev.holdfast.platform.sso.IdentityProviders;
import dev.holdfast.platform.sso.ProviderLogins;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes browsers back from identity providers. Whatever is refused looks the same to whoever logs
 * in; why it is refused is in the audit.
 */
@RestController
final class CallbackController {
  private static final int LONGEST = 4096;

  private final IdentityProviders providers;
  private final ProviderLogins logins;
  private final Discovery discovery;
  private final ProviderTokens tokens;
  private final RedirectAddress redirect;
  private final ProviderUsers users;
  private final ProviderLogouts logouts;
  private final FailedLogins failures;
  private final LoginSteps steps;

  CallbackController(
      IdentityProviders providers,
      ProviderLogins logins,
      Discovery discovery,
      ProviderTokens tokens,
      RedirectAddress redirect,
      ProviderUsers users,
      ProviderLogouts logouts,
      FailedLogins failures,
      LoginSteps steps) {
    this.providers = providers;
    this.logins = logins;
    this.discovery = discovery;
    this.tokens = tokens;
    this.redirect = redirect;
    this.users = users;
    this.logouts = logouts;
    this.failures = failures;
    this.steps = steps;
  }

  /** Programs that only look at an address must not use it up. */
  @RequestMapping(path = PublicEndpoints.PROVIDER_CALLBACK, method = RequestMethod.HEAD)
  @Requires(Requires.SELF)
  ResponseEntity<Void> look() {
    return ResponseEntity.status(HttpStatus.METHOD_NOT_ALLOWED).allow(HttpMethod.GET).build();
  }

  @ApiResponse(
      responseCode = "200",
      content = @Content(mediaType = MediaType.TEXT_HTML_VALUE, schema = @Schema(type = "string")))
  @ApiResponse(
      responseCode = "403",
      content = @Content(mediaType = MediaType.TEXT_HTML_VALUE, schema = @Schema(type = "string")))
  @ApiResponse(
      responseCode = "429",
      content = @Content(mediaType = MediaType.TEXT_HTML_VALUE, schema = @Schema(type = "string")))
  @GetMapping(PublicEndpoints.PROVIDER_CALLBACK)
  ResponseEntity<String> back(
      @RequestParam String state,
      @RequestParam(required = false) @Nullable String code,
      @RequestParam(required = false) @Nullable String iss,
      @RequestParam(required = false) @Nullable String error,
      HttpServletRequest request) {
    Optional<ProviderLogins.Returned> found =
        state.length() > LONGEST ? Optional.empty() : logins.returned(state);
    if (found.isEmpty()) {
      if (failures.tooMany(Client.counted(request))) {
        return LoginPages.tooMany();
      }
      steps.unknown(
          request,
          Organisations.DEFAULT,
          "a browser came back with a state that was used, is too old, or never was",
          Outcome.REFUSED);
      return LoginPages.refused(null);
    }
    ProviderLogins.Returned login = found.get();
    try {
      return LoginPages.proved(login, proved(login, code, iss, error, request));
    } catch (LoginRefused e) {
      steps.refused(request, login.organisation(), e.user(), e.reason() + in(login));
    } catch (ProviderTrouble e) {
      steps.refused(
          request,
          login.organisation(),
          null,
          "the provider cannot be used: " + e.reason() + in(login));
    }
    return LoginPages.refused(login);
  }

  /** The code with which the client completes the login. */
  private String proved(
      ProviderLogins.Returned login,
      @Nullable String code,
      @Nullable String iss,
      @Nullable String error,
      HttpServletRequest request)
      throws LoginRefused, ProviderTrouble {
    IdentityProvider provider =
        providers
            .find(login.organisation())
            .filter(now -> now.issuer().equals(login.issuer()))
            .orElseThrow(() -> new LoginRefused("the provider was changed meanwhile"));
    checkIssuer(provider, iss);
    if (error != null) {
      throw new LoginRefused("the provider says " + Discovery.printable(error));
    }
    if (code == null || code.isEmpty() || code.length() > LONGEST) {
      throw new LoginRefused("the provider gives no code");
    }
    CheckedToken token =
        tokens.token(
            provider, redirect.of(provider), code, login.begun().verifier(), login.begun().nonce());
    String user = users.of(provider, token.claims(), login.begun().id(), request);
    logouts.keep(provider, login.begun().id(), token);
    return logins.proved(login, user, TokenWords.twoFactors(provider, token.claims()));
  }

  /** A code of one provider must not be shown to another: RFC 9207. */
  private void checkIssuer(IdentityProvider provider, @Nullable String iss)
      throws LoginRefused, ProviderTrouble {
    OIDCProviderMetadata metadata = discovery.of(provider);
    if (iss == null
        ? metadata.supportsAuthorizationResponseIssuerParam()
        : !iss.equals(provider.issuer())) {
      throw new LoginRefused(
          iss == null
              ? "the answer does not name its issuer, though the provider says it would"
              : "the answer is of another issuer: " + Discovery.printable(iss));
    }
  }

  /** Which login it is, last: of a long record a table shows the beginning. */
  private static String in(ProviderLogins.Returned login) {
    return " (" + login.begun().id() + ")";
  }
}
