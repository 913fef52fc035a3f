package dev.holdfast.api.identity;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.PublicEndpoints;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.audit.AuditedCommand.Outcome;
import dev.holdfast.platform.identity.LoginSessions;
import dev.holdfast.platform.identity.RefreshTokens;
import dev.holdfast.platform.identity.RefreshTokens.Refreshed;
import dev.holdfast.platform.identity.SecondFactors;
import dev.holdfast.platform.identity.TokenKind;
import dev.holdfast.platform.identity.Tokens;
import dev.holdfast.platform.sso.LogoutHints;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

  private final PasswordCheck check;
  private final SecondFactors factors;
  private final Tokens tokens;
  private final LoginSessions sessions;
  private final RefreshTokens refreshTokens;
  private final SessionStart start;
  private final LoginAudit audit;
  private final LogoutHints hints;

  LoginController(
      PasswordCheck check,
      SecondFactors factors,
      Tokens tokens,
      LoginSessions sessions,
      RefreshTokens refreshTokens,
      SessionStart start,
      LoginAudit audit,
      LogoutHints hints) {
    this.check = check;
    this.factors = factors;
    this.tokens = tokens;
    this.sessions = sessions;
    this.refreshTokens = refreshTokens;
    this.start = start;
    this.audit = audit;
    this.hints = hints;
  }

  record LoginRequest(@Nullable String user, @Nullable String password) {}

  record RefreshRequest(@Nullable String refreshToken) {}

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
      return start.ask(user, TokenKind.MFA);
    }
    return start.begin(user, "password", "login", http);
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
    TokenKind kind =
        tokens.holder(token, TokenKind.PROVIDER_MFA).isPresent()
            ? TokenKind.PROVIDER_MFA
            : TokenKind.MFA;
    String user = tokens.holder(token, kind).orElseThrow(LoginController::over);
    if (!check.passesCode(user, code, "login", http, response)) {
      throw ApiException.of(
          HttpStatus.UNAUTHORIZED,
          "bad-code",
          "The code is not that of the moment, nor a recovery code, or it was used.");
    }
    // Of two who come at once with the same, one is in.
    if (tokens.redeem(token, kind).isEmpty()) {
      throw over();
    }
    boolean provider = kind == TokenKind.PROVIDER_MFA;
    ResponseEntity<SessionTokens> begun =
        start.begin(user, provider ? "provider" : "password", "login with a code", http);
    if (provider) {
      hints.followCode(token, Objects.requireNonNull(begun.getBody()).session());
    }
    return begun;
  }

  private static ApiException over() {
    return ApiException.of(
        HttpStatus.UNAUTHORIZED, "login-over", "The login took too long; log in again.");
  }

  @PostMapping(PublicEndpoints.REFRESH)
  ResponseEntity<SessionTokens> refresh(
      @RequestBody RefreshRequest request, HttpServletRequest http) {
    String token = request.refreshToken();
    if (token == null) {
      throw ApiException.invalid("refreshToken", "is missing");
    }
    return switch (refreshTokens.refresh(token)) {
      case Refreshed.Rotated(var session, var user, var next) ->
          start.tokens(session, user, next, null);
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

  private static String present(@Nullable String text, String field, List<FieldError> errors) {
    if (text == null || text.isEmpty()) {
      errors.add(new FieldError(field, "is missing"));
    } else if (text.length() > LONGEST) {
      errors.add(new FieldError(field, "has more than " + LONGEST + " characters"));
    }
    return text == null ? "" : text;
  }
}
