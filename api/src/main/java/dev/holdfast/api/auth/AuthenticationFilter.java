package dev.holdfast.api.auth;

import dev.holdfast.api.problem.ProblemWriter;
import dev.holdfast.api.web.Origins;
import dev.holdfast.platform.identity.Identity;
import dev.holdfast.platform.identity.TokenKind;
import dev.holdfast.platform.identity.Tokens;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who sends a request: by a bearer token, or by the cookie of a browser's session, which
 * changes something only from a page of our own. Decides nothing else: whoever is unknown goes on
 * as nobody.
 */
final class AuthenticationFilter extends OncePerRequestFilter {
  /** The request attribute that is there if a token was presented that is not valid. */
  static final String REFUSED = AuthenticationFilter.class.getName() + ".refused";

  private static final String BEARER = "Bearer ";
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

  private final Tokens tokens;
  private final SessionCookie cookie;
  private final RequestMatcher codec;
  private final ProblemWriter problems;

  /**
   * @param codec the endpoints whose own filter has checked where a request comes from
   */
  AuthenticationFilter(
      Tokens tokens, SessionCookie cookie, RequestMatcher codec, ProblemWriter problems) {
    this.tokens = tokens;
    this.cookie = cookie;
    this.codec = codec;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String bearer = bearerOf(request);
    String presented = bearer == null ? cookie.tokenOf(request) : bearer;
    if (presented == null) {
      chain.doFilter(request, response);
      return;
    }
    boolean session = bearer == null;
    // A cookie's token is good in that cookie alone: whoever reads one cannot use it elsewhere.
    Optional<Identity> identity =
        tokens.verify(presented).filter(found -> session == (found.kind() == TokenKind.SESSION));
    if (identity.isEmpty()) {
      request.setAttribute(REFUSED, true);
      chain.doFilter(request, response);
      return;
    }
    if (session && !mayUseCookie(request)) {
      problems.write(
          response,
          HttpStatus.FORBIDDEN,
          "foreign-origin",
          "A browser's session changes something only from a page of Holdfast itself.");
      return;
    }
    var caller = new Caller(identity.get().user(), identity.get().admin(), identity.get().kind());
    request.setAttribute(Caller.ATTRIBUTE, caller);
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(new CallerAuthentication(caller));
    SecurityContextHolder.setContext(context);
    chain.doFilter(request, response);
  }

  private boolean mayUseCookie(HttpServletRequest request) {
    return SAFE_METHODS.contains(request.getMethod())
        || codec.matches(request)
        || Origins.same(request);
  }

  private static @Nullable String bearerOf(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).strip()
        : null;
  }
}
