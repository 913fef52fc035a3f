package dev.holdfast.api.sso;

import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationSuccessResponse;
import dev.holdfast.api.auth.Callers;
import dev.holdfast.api.auth.FailedLogins;
import dev.holdfast.api.auth.PublicEndpoints;
import dev.holdfast.api.identity.LoginAnswer;
import dev.holdfast.api.problem.ApiException;
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
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Logs people in on machines without a browser, through their organisation's identity provider (RFC
 * 8628): they confirm a short code on a page of the provider's, in a browser anywhere. The client
 * that begins keeps a verifier, as for a login by browser.
 */
@RestController
final class DeviceLoginController {
  private static final int LONGEST = 4096;

  private final IdentityProviders providers;
  private final ProviderLogins logins;
  private final ProviderTokens tokens;
  private final ProviderUsers users;
  private final ProviderLogouts logouts;
  private final ProviderSessions sessions;
  private final Callers callers;
  private final FailedLogins failures;
  private final MinuteCounts counts;
  private final LoginSteps steps;

  DeviceLoginController(
      IdentityProviders providers,
      ProviderLogins logins,
      ProviderTokens tokens,
      ProviderUsers users,
      ProviderLogouts logouts,
      ProviderSessions sessions,
      Callers callers,
      FailedLogins failures,
      MinuteCounts counts,
      LoginSteps steps) {
    this.providers = providers;
    this.logins = logins;
    this.tokens = tokens;
    this.users = users;
    this.logouts = logouts;
    this.sessions = sessions;
    this.callers = callers;
    this.failures = failures;
    this.counts = counts;
    this.steps = steps;
  }

  /**
   * @param organisation whose provider is asked; null for the first one
   * @param challenge the SHA-256, in base64url, of a verifier that the client keeps
   */
  record DeviceBeginning(@Nullable String organisation, @Nullable String challenge) {}

  /**
   * @param deviceCode with which the client asks whether it is confirmed; not for people
   * @param userCode that a person types on the page
   * @param url of the page
   * @param completeUrl the same with the code in it; null where the provider has none
   * @param interval seconds between two questions
   */
  record DeviceBegun(
      String id,
      String deviceCode,
      String userCode,
      String url,
      @Nullable String completeUrl,
      long interval,
      Instant expiresAt) {
    /** Says no code. */
    @Override
    public String toString() {
      return "DeviceBegun[" + id + "]";
    }
  }

  @PostMapping(PublicEndpoints.DEVICE_LOGIN)
  ResponseEntity<DeviceBegun> begin(
      @RequestBody DeviceBeginning request, HttpServletRequest http, HttpServletResponse response) {
    String challenge = Objects.requireNonNullElse(request.challenge(), "");
    if (!ProviderLoginController.CHALLENGE.matcher(challenge).matches()) {
      throw ApiException.invalid("challenge", "is not the SHA-256 of a verifier, in base64url");
    }
    if (counts.addAndAsk("provider-logins:" + Client.counted(http))
        > ProviderLoginController.BEGUN_A_MINUTE) {
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
    DeviceAuthorizationSuccessResponse device = begun(provider, http);
    logins.forgetExpired();
    String id =
        logins
            .beginOnDevice(
                provider,
                challenge,
                device.getDeviceCode().getValue(),
                device.getInterval(),
                device.getLifetime())
            .orElseThrow(() -> ProviderProblems.tooMany(response));
    steps.unknown(http, organisation, "begun on a device " + id, Outcome.SUCCEEDED);
    URI complete = device.getVerificationURIComplete();
    return ResponseEntity.ok()
        .header("Cache-Control", "no-store")
        .body(
            new DeviceBegun(
                id,
                device.getDeviceCode().getValue(),
                device.getUserCode().getValue(),
                device.getVerificationURI().toString(),
                complete == null ? null : complete.toString(),
                device.getInterval(),
                Instant.now()
                    .plusSeconds(
                        Math.min(device.getLifetime(), ProviderLogins.ON_A_DEVICE.toSeconds()))));
  }

  private DeviceAuthorizationSuccessResponse begun(
      IdentityProvider provider, HttpServletRequest http) {
    try {
      return tokens
          .beginOnDevice(provider)
          .orElseThrow(() ->
              ApiException.conflict(
                  "no-device-login",
                  "The identity provider of '%s' offers no login on another machine; log in without --device."
                      .formatted(provider.organisation())));
    } catch (ProviderTrouble e) {
      throw unavailable(provider.organisation(), e, http);
    }
  }

  /**
   * @param deviceCode that the beginning was answered with
   * @param verifier that the client has kept
   */
  record DeviceFinish(@Nullable String deviceCode, @Nullable String verifier) {
    /** Says neither. */
    @Override
    public String toString() {
      return "DeviceFinish[]";
    }
  }

  /** Begins the session if somebody has confirmed the login; else 409, {@code login-pending}. */
  @PostMapping(PublicEndpoints.DEVICE_FINISH)
  ResponseEntity<? extends LoginAnswer> finish(
      @RequestBody DeviceFinish request, HttpServletRequest http, HttpServletResponse response) {
    String device = Objects.requireNonNullElse(request.deviceCode(), "");
    String verifier = Objects.requireNonNullElse(request.verifier(), "");
    Optional<ProviderLogins.OnDevice> found =
        device.length() > LONGEST || verifier.length() > LONGEST
            ? Optional.empty()
            : logins.onDevice(device, verifier);
    if (found.isEmpty()) {
      if (failures.tooMany(Client.counted(http))) {
        throw ProviderProblems.tooManyFailures(response);
      }
      steps.unknown(
          http, Organisations.DEFAULT, "a device code that is not good here", Outcome.REFUSED);
      throw ProviderProblems.over();
    }
    ProviderLogins.OnDevice login = found.get();
    if (!login.due()) {
      throw pending(login, response);
    }
    try {
      return confirmed(login, device, http, response);
    } catch (LoginRefused e) {
      logins.finish(login);
      steps.refused(http, login.organisation(), e.user(), e.reason() + " (" + login.id() + ")");
      throw ProviderProblems.over();
    } catch (ProviderTrouble e) {
      throw unavailable(login.organisation(), e, http);
    }
  }

  private ResponseEntity<? extends LoginAnswer> confirmed(
      ProviderLogins.OnDevice login,
      String device,
      HttpServletRequest http,
      HttpServletResponse response)
      throws LoginRefused, ProviderTrouble {
    IdentityProvider provider =
        providers
            .find(login.organisation())
            .filter(now -> now.issuer().equals(login.issuer()))
            .orElseThrow(() -> new LoginRefused("the provider was changed meanwhile"));
    switch (tokens.onDevice(provider, device)) {
      case ProviderTokens.OnDevice.Pending _ -> throw pending(login, response);
      case ProviderTokens.OnDevice.TooOften _ -> {
        logins.slower(login);
        throw pending(login, response);
      }
      case ProviderTokens.OnDevice.Confirmed confirmed -> {
        if (!logins.finish(login)) {
          throw new LoginRefused("the login was completed before");
        }
        String user = users.of(provider, confirmed.token().claims(), login.id(), http);
        if (callers.acting(login.organisation(), user).isEmpty()) {
          throw new LoginRefused(user, "the user is disabled");
        }
        logouts.keep(provider, login.id(), confirmed.token());
        return sessions.begin(
            login.organisation(),
            user,
            TokenWords.twoFactors(provider, confirmed.token().claims()),
            "login --sso --device",
            login.id(),
            http);
      }
    }
  }

  private static ApiException pending(ProviderLogins.OnDevice login, HttpServletResponse response) {
    response.setHeader("Retry-After", Integer.toString(login.poll()));
    return ApiException.conflict(
        "login-pending", "Nobody has confirmed this login yet; ask again in a moment.");
  }

  private ApiException unavailable(
      String organisation, ProviderTrouble trouble, HttpServletRequest http) {
    steps.refused(http, organisation, null, trouble.reason());
    return ProviderProblems.unavailable(organisation);
  }
}
