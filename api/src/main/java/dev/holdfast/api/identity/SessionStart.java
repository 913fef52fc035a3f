package dev.holdfast.api.identity;

import dev.holdfast.api.auth.AccessTokens;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Callers;
import dev.holdfast.api.auth.SessionLimits;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.web.Client;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.platform.identity.LoginSession;
import dev.holdfast.platform.identity.LoginSessions;
import dev.holdfast.platform.identity.RefreshTokens;
import dev.holdfast.platform.identity.TokenKind;
import dev.holdfast.platform.identity.Tokens;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Begins the session of somebody who has proved who it is, however that was proved. */
@Component
public final class SessionStart {
  private static final Duration FOR_THE_CODE = Duration.ofMinutes(5);

  private final Tokens tokens;
  private final LoginSessions sessions;
  private final RefreshTokens refreshTokens;
  private final AccessTokens accessTokens;
  private final SessionLimits limits;
  private final Callers callers;
  private final LoginAudit audit;

  SessionStart(
      Tokens tokens,
      LoginSessions sessions,
      RefreshTokens refreshTokens,
      AccessTokens accessTokens,
      SessionLimits limits,
      Callers callers,
      LoginAudit audit) {
    this.tokens = tokens;
    this.sessions = sessions;
    this.refreshTokens = refreshTokens;
    this.accessTokens = accessTokens;
    this.limits = limits;
    this.callers = callers;
    this.audit = audit;
  }

  /**
   * Asks for a code before the session begins.
   *
   * @param kind which says what was proved before
   */
  public ResponseEntity<CodeNeeded> ask(String user, TokenKind kind) {
    String next = tokens.issue(user, kind, FOR_THE_CODE);
    return ResponseEntity.ok()
        .header("Cache-Control", "no-store")
        .body(new CodeNeeded(next, Instant.now().plus(FOR_THE_CODE)));
  }

  /**
   * Begins a session.
   *
   * @param how it was proved, as {@link LoginSession#how} says it
   * @param text what happened, in the words of the audit
   * @throws ApiException 401 if the user has just been disabled
   */
  public ResponseEntity<SessionTokens> begin(
      String user, String how, String text, HttpServletRequest http) {
    sessions.forgetOld();
    refreshTokens.forgetExpired();
    tokens.forgetExpired();
    LoginSession session = sessions.begin(user, how, Client.of(http), limits.now());
    audit.wrote(user, http, text + ": " + session.id(), Outcome.SUCCEEDED);
    return tokens(session.id(), user, refreshTokens.first(session.id()), session.endsAt());
  }

  /** New tokens of a session. */
  ResponseEntity<SessionTokens> tokens(
      String session, String user, RefreshTokens.Issued refresh, @Nullable Instant endsAt) {
    // The version first: what is granted in between makes the token outdated, not wrong.
    long version = sessions.version(user);
    Caller caller =
        callers
            .loggedIn(user)
            .orElseThrow(() ->
                ApiException.of(
                    HttpStatus.UNAUTHORIZED, "session-over", "The session is over; log in again."));
    AccessTokens.Signed access = accessTokens.sign(caller.subject(), session, version);
    return ResponseEntity.ok()
        .header("Cache-Control", "no-store")
        .body(
            new SessionTokens(
                session,
                user,
                "Bearer",
                access.token(),
                access.expiresAt(),
                refresh.token(),
                refresh.expiresAt(),
                endsAt));
  }
}
