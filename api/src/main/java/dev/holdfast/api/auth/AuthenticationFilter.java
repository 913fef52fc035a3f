package dev.holdfast.api.auth;

import dev.holdfast.api.problem.ProblemWriter;
import dev.holdfast.api.web.MinuteCounts;
import dev.holdfast.api.web.Origins;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells Spring Security who sends a request; a session's cookie changes something only from a page
 * of our own. Decides nothing else: whoever is unknown goes on as nobody.
 */
final class AuthenticationFilter extends OncePerRequestFilter {
  /** The request attribute that is there if a token was presented that is not valid. */
  static final String REFUSED = AuthenticationFilter.class.getName() + ".refused";

  /** The request attribute that is there if an access token was presented that was good once. */
  static final String OUTDATED = AuthenticationFilter.class.getName() + ".outdated";

  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

  private final Callers callers;
  private final RequestLimit limit;
  private final RequestMatcher codec;
  private final ProblemWriter problems;

  /**
   * @param codec the endpoints whose own filter has checked where a request comes from
   */
  AuthenticationFilter(
      Callers callers, RequestLimit limit, RequestMatcher codec, ProblemWriter problems) {
    this.callers = callers;
    this.limit = limit;
    this.codec = codec;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    switch (callers.of(request)) {
      case Callers.Sender.Nobody() -> chain.doFilter(request, response);
      case Callers.Sender.Refused() -> {
        request.setAttribute(REFUSED, true);
        chain.doFilter(request, response);
      }
      case Callers.Sender.Outdated() -> {
        request.setAttribute(OUTDATED, true);
        chain.doFilter(request, response);
      }
      case Callers.Sender.Elsewhere(String organisation) ->
          problems.write(
              response,
              HttpStatus.FORBIDDEN,
              "foreign-organisation",
              "You cannot act in an organisation '%s': it takes an administrator of the platform, and an organisation of this name."
                  .formatted(organisation));
      case Callers.Sender.Known(Caller caller, boolean byCookie) -> {
        if (byCookie && !mayUseCookie(request)) {
          problems.write(
              response,
              HttpStatus.FORBIDDEN,
              "foreign-origin",
              "A browser's session changes something only from a page of Holdfast itself.");
          return;
        }
        Optional<RequestLimit.Passed> passed = limit.passedBy(caller);
        if (passed.isPresent()) {
          refuse(response, passed.get());
          return;
        }
        request.setAttribute(Caller.ATTRIBUTE, caller);
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new CallerAuthentication(caller));
        SecurityContextHolder.setContext(context);
        chain.doFilter(request, response);
      }
    }
  }

  private void refuse(HttpServletResponse response, RequestLimit.Passed passed) throws IOException {
    long seconds = MinuteCounts.rest().toSeconds();
    response.setHeader("Retry-After", Long.toString(seconds));
    // In the form of the IETF's draft on rate limits.
    response.setHeader("RateLimit", "\"requests\";r=0;t=" + seconds);
    if (passed.organisation() != null) {
      problems.write(
          response,
          HttpStatus.TOO_MANY_REQUESTS,
          "quota-requests",
          "The organisation '%s' may send %d requests a minute, and has; go on in %d s."
              .formatted(passed.organisation(), passed.most(), seconds));
      return;
    }
    problems.write(
        response,
        HttpStatus.TOO_MANY_REQUESTS,
        "too-many-requests",
        "More than %d requests in this minute; go on in %d s.".formatted(passed.most(), seconds));
  }

  private boolean mayUseCookie(HttpServletRequest request) {
    return SAFE_METHODS.contains(request.getMethod())
        || codec.matches(request)
        || Origins.same(request);
  }
}
