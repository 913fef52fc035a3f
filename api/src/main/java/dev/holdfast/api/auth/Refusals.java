package dev.holdfast.api.auth;

import dev.holdfast.api.problem.ProblemWriter;
import dev.holdfast.api.web.Client;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.stereotype.Component;

/** How a request is refused: 401 for who, 403 for what, 400 for a form that is never let in. */
@Component
final class Refusals
    implements AuthenticationEntryPoint, AccessDeniedHandler, RequestRejectedHandler {
  private final FailedLogins failures;
  private final RefusalAudit audit;
  private final ProblemWriter problems;

  Refusals(FailedLogins failures, RefusalAudit audit, ProblemWriter problems) {
    this.failures = failures;
    this.audit = audit;
    this.problems = problems;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException nobody)
      throws IOException {
    boolean presented = request.getAttribute(AuthenticationFilter.REFUSED) != null;
    if (presented && failures.tooMany(Client.counted(request))) {
      response.setHeader("Retry-After", "60");
      problems.write(
          response,
          HttpStatus.TOO_MANY_REQUESTS,
          "too-many-failures",
          "Too many failed logins from this address; wait a minute.");
      return;
    }
    if (presented) {
      audit.unknownToken(request);
    }
    response.setHeader("WWW-Authenticate", "Bearer");
    if (request.getAttribute(AuthenticationFilter.OUTDATED) != null) {
      problems.write(
          response,
          HttpStatus.UNAUTHORIZED,
          "token-outdated",
          "The access token is over, or what its user may do has changed; refresh it or log in.");
      return;
    }
    problems.write(
        response,
        HttpStatus.UNAUTHORIZED,
        presented ? "bad-token" : "no-token",
        presented
            ? "The token is unknown or has expired."
            : "Authenticate with a bearer token; the one of this platform's owner is in cli.json.");
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
      throws IOException {
    MissingPermission missing =
        denied instanceof AuthorizationDeniedException refused
                && refused.getAuthorizationResult() instanceof MissingPermission told
            ? told
            : null;
    if (missing != null && missing.unknown()) {
      problems.write(response, HttpStatus.NOT_FOUND, "unknown-operation", missing.message());
      return;
    }
    audit.forbidden(request);
    problems.write(
        response,
        HttpStatus.FORBIDDEN,
        MissingPermission.CODE,
        missing == null ? "You lack a permission for this." : missing.message());
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, RequestRejectedException rejected)
      throws IOException {
    problems.write(
        response,
        HttpStatus.BAD_REQUEST,
        "malformed-request",
        "The request's method, path or headers have a form that is never accepted, such as an"
            + " encoded slash, a semicolon or a control character.");
  }
}
