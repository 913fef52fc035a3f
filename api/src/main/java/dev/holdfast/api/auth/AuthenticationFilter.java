package dev.holdfast.api.auth;

import dev.holdfast.api.problem.ProblemWriter;
import dev.holdfast.api.web.Origins;
import dev.holdfast.platform.identity.Identity;
import dev.holdfast.platform.identity.Tokens;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets nobody into {@code /api} and {@code /ws} without a bearer token or a session; a session's
 * cookie changes something only from a page of our own.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
final class AuthenticationFilter extends OncePerRequestFilter {
  private static final String BEARER = "Bearer ";
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

  private final Tokens tokens;
  private final SessionCookie cookie;
  private final FailedLogins failures;
  private final ProblemWriter problems;

  AuthenticationFilter(
      Tokens tokens, SessionCookie cookie, FailedLogins failures, ProblemWriter problems) {
    this.tokens = tokens;
    this.cookie = cookie;
    this.failures = failures;
    this.problems = problems;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = request.getRequestURI();
    return !path.startsWith("/api/") && !path.startsWith("/ws/");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String bearer = bearerOf(request);
    String session = bearer == null ? cookie.tokenOf(request) : null;
    Optional<Identity> identity =
        Optional.ofNullable(bearer == null ? session : bearer).flatMap(tokens::verify);
    if (identity.isEmpty()) {
      refuse(request, response, bearer != null || session != null);
      return;
    }
    if (session != null && !mayUseCookie(request)) {
      problems.write(
          response,
          HttpStatus.FORBIDDEN,
          "foreign-origin",
          "A browser's session changes something only from a page of Holdfast itself.");
      return;
    }
    request.setAttribute(
        Caller.ATTRIBUTE,
        new Caller(identity.get().user(), identity.get().admin(), identity.get().kind()));
    chain.doFilter(request, response);
  }

  private void refuse(HttpServletRequest request, HttpServletResponse response, boolean presented)
      throws IOException {
    if (presented && failures.tooMany(request.getRemoteAddr())) {
      response.setHeader("Retry-After", "60");
      problems.write(
          response,
          HttpStatus.TOO_MANY_REQUESTS,
          "too-many-failures",
          "Too many failed logins from this address; wait a minute.");
      return;
    }
    response.setHeader("WWW-Authenticate", "Bearer");
    problems.write(
        response,
        HttpStatus.UNAUTHORIZED,
        presented ? "bad-token" : "no-token",
        presented
            ? "The token is unknown or has expired."
            : "Authenticate with a bearer token; the one of this platform's owner is in cli.json.");
  }

  /** The codec's own filter has checked the origin of what passes here for the Temporal Web UI. */
  private static boolean mayUseCookie(HttpServletRequest request) {
    return SAFE_METHODS.contains(request.getMethod())
        || request.getRequestURI().startsWith("/api/v1/codec/")
        || Origins.same(request);
  }

  private static @Nullable String bearerOf(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).strip()
        : null;
  }
}
