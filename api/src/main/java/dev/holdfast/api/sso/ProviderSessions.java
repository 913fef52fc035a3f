package dev.holdfast.api.sso;

import dev.holdfast.api.identity.CodeNeeded;
import dev.holdfast.api.identity.LoginAnswer;
import dev.holdfast.api.identity.SessionStart;
import dev.holdfast.api.identity.SessionTokens;
import dev.holdfast.platform.identity.SecondFactors;
import dev.holdfast.platform.identity.TokenKind;
import dev.holdfast.platform.sso.LogoutHints;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * The last steps of every login through a provider: the code, where one is asked, and a session.
 */
@Component
final class ProviderSessions {
  private final SecondFactors factors;
  private final SessionStart start;
  private final LoginSteps steps;
  private final LogoutHints hints;

  ProviderSessions(SecondFactors factors, SessionStart start, LoginSteps steps, LogoutHints hints) {
    this.factors = factors;
    this.start = start;
    this.steps = steps;
    this.hints = hints;
  }

  /**
   * Begins the session of a user whom the provider has named, or asks for the code that comes
   * before.
   *
   * @param twoFactors whether the provider has asked for two factors
   * @param text how it was done, in the words of the audit
   * @param login its id
   */
  ResponseEntity<? extends LoginAnswer> begin(
      String organisation,
      String user,
      boolean twoFactors,
      String text,
      String login,
      HttpServletRequest http) {
    if (!twoFactors && factors.asked(user)) {
      steps.succeeded(http, organisation, user, "a code is asked for, " + login);
      ResponseEntity<CodeNeeded> asked = start.ask(user, TokenKind.PROVIDER_MFA);
      hints.awaitCode(organisation, login, Objects.requireNonNull(asked.getBody()).mfaToken());
      return asked;
    }
    ResponseEntity<SessionTokens> begun =
        start.begin(user, "provider", text + " (" + login + ")", http);
    hints.follow(organisation, login, Objects.requireNonNull(begun.getBody()).session());
    return begun;
  }
}
