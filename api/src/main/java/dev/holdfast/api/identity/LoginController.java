package dev.holdfast.api.identity;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.AccessTokens;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Callers;
import dev.holdfast.api.auth.PublicEndpoints;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.auth.SessionLimits;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.api.web.Client;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.platform.identity.LoginSession;
import dev.holdfast.platform.identity.LoginSessions;
import dev.holdfast.platform.identity.RefreshTokens;
import dev.holdfast.platform.identity.RefreshTokens.Refreshed;
import dev.holdfast.platform.identity.SecondFactors;
import dev.holdfast.platform.identity.TokenKind;
import dev.holdfast.platform.identity.Tokens;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Logs people in and out. */
@RestController
final class LoginController {
  private static final int LONGEST = 1024;

  private static final Duration FOR_THE_CODE = Duration.ofMinutes(5);

  private final PasswordCheck check;
  private final SecondFactors factors;
  private final Tokens tokens;
  private final LoginSessions sessions;
  private final RefreshTokens refreshTokens;
  private final AccessTokens accessTokens;
  private final SessionLimits limits;
  private final Callers callers;
  private final LoginAudit audit;

  LoginController(
      PasswordCheck check,
      SecondFactors factors,
      Tokens tokens,
      LoginSessions sessions,
      RefreshTokens refreshTokens,
      AccessTokens accessTokens,
      SessionLimits limits,
      Callers callers,
      LoginAudit audit) {
    this.check = check;
    this.factors = factors;
    this.tokens = tokens;
    this.sessions = sessions;
    this.refreshTokens = refreshTokens;
    this.accessTokens = accessTokens;
    this.limits = limits;
    this.callers = callers;
    this.audit = audit;
  }

  record LoginRequest(@Nullable String user, @Nullable String password) {}

  record RefreshRequest(@Nullable String refreshToken) {}

  /**
   * What a session goes on with.
   *
   * @param accessToken for requests
   * @param refreshToken for the next access token, once
   * @param endsAt when one has to log in again however much the session is used; null where only
   *     tokens are new
   */
  record SessionTokens(
      String session,
      String user,
      String tokenType,
      String accessToken,
      Instant accessExpiresAt,
      String refreshToken,
      Instant refreshExpiresAt,
      @Nullable Instant endsAt)
      implements LoginAnswer {}

  /** What comes of a password. */
  sealed interface LoginAnswer {}

  /**
   * It was right, and a code is needed, too.
   *
   * @param mfaToken for {@code POST /auth/mfa}
   */
  record CodeNeeded(String mfaToken, Instant expiresAt) implements LoginAnswer {}

  record CodeRequest(@Nullable String mfaToken, @Nullable String code) {}

  @PostMapping(PublicEndpoints.LOGIN)
  ResponseEntity<? extends LoginAnswer> login(
      @RequestBody LoginRequest request, HttpServletRequest http, HttpServletResponse response) {
    List<FieldError> errors = new ArrayList<>();
    String user = present(request.user(), "user", errors);
    String password = present(request.password(), "password", errors);
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
    if (!check.passes(user, password, "login", http, response)) {
      throw ApiException.of(
          HttpStatus.UNAUTHORIZED, "bad-login", "The name or the password is wrong.");
    }
    if (factors.asked(user)) {
      String next = tokens.issue(user, TokenKind.MFA, FOR_THE_CODE);
      return ResponseEntity.ok()
          .header("Cache-Control", "no-store")
          .body(new CodeNeeded(next, Instant.now().plus(FOR_THE_CODE)));
    }
    return begin(user, "login", http);
  }

  @PostMapping(PublicEndpoints.MFA)
  ResponseEntity<SessionTokens> code(
      @RequestBody CodeRequest request, HttpServletRequest http, HttpServletResponse response) {
    List<FieldError> errors = new ArrayList<>();
    String token = present(request.mfaToken(), "mfaToken", errors);
    String code = present(request.code(), "code", errors);
    if (!errors.isEmpty()) {
      throw ApiException.invalid(errors);
    }
    String user = tokens.holder(token, TokenKind.MFA).orElseThrow(LoginController::over);
    if (!check.passesCode(user, code, "login", http, response)) {
      throw ApiException.of(
          HttpStatus.UNAUTHORIZED,
          "bad-code",
          "The code is not that of the moment, nor a recovery code, or it was used.");
    }
    // Of two who come at once with the same, one is in.
    if (tokens.redeem(token, TokenKind.MFA).isEmpty()) {
      throw over();
    }
    return begin(user, "login with a code", http);
  }

  private static ApiException over() {
    return ApiException.of(
        HttpStatus.UNAUTHORIZED, "login-over", "The login took too long; log in again.");
  }

  private ResponseEntity<SessionTokens> begin(String user, String how, HttpServletRequest http) {
    sessions.forgetOld();
    refreshTokens.forgetExpired();
    tokens.forgetExpired();
    LoginSession session = sessions.begin(user, "password", Client.of(http), limits.now());
    audit.wrote(user, http, how + ": " + session.id(), Outcome.SUCCEEDED);
    return tokens(session.id(), user, refreshTokens.first(session.id()), session.endsAt());
  }

  @PostMapping(PublicEndpoints.REFRESH)
  ResponseEntity<SessionTokens> refresh(
      @RequestBody RefreshRequest request, HttpServletRequest http) {
    String token = request.refreshToken();
    if (token == null) {
      throw ApiException.invalid("refreshToken", "is missing");
    }
    return switch (refreshTokens.refresh(token)) {
      case Refreshed.Rotated(var session, var user, var next) -> tokens(session, user, next, null);
      case Refreshed.Reused(var session, var user) -> {
        audit.wrote(
            user, http, "refresh: a token was used twice; ended " + session, Outcome.REFUSED);
        throw ApiException.of(
            HttpStatus.UNAUTHORIZED,
            "refresh-token-reused",
            "This refresh token was used before, so that its session is over; log in again.");
      }
      case Refreshed.Refused() ->
          throw ApiException.of(
              HttpStatus.UNAUTHORIZED, "session-over", "The session is over; log in again.");
    };
  }

  @PostMapping("/api/v1/auth/logout")
  @Requires(Requires.SELF)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void logout(@RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    String session = caller.identity().session();
    if (session == null) {
      throw ApiException.conflict(
          "no-session", "This token belongs to no session; token revoke makes it worthless.");
    }
    Actions.onPlatform("logout: " + session);
    sessions.end(caller.identity().organisation(), session, caller.name());
  }

  private ResponseEntity<SessionTokens> tokens(
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

  private static String present(@Nullable String text, String field, List<FieldError> errors) {
    if (text == null || text.isEmpty()) {
      errors.add(new FieldError(field, "is missing"));
    } else if (text.length() > LONGEST) {
      errors.add(new FieldError(field, "has more than " + LONGEST + " characters"));
    }
    return text == null ? "" : text;
  }
}
