package dev.holdfast.api.auth;

import dev.holdfast.api.problem.ProblemWriter;
import dev.holdfast.api.web.Origins;
import dev.holdfast.platform.PlatformConfig;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets pages of exactly one other origin, our Temporal Web UI, use the codec with their cookies.
 */
final class CodecFilter extends OncePerRequestFilter {
  /** The codec's own endpoints. */
  static final RequestMatcher ENDPOINTS =
      PathPatternRequestMatcher.withDefaults().matcher("/api/v1/codec/**");

  private static final Pattern HEADER_NAMES = Pattern.compile("[A-Za-z0-9, -]{1,512}");

  private final @Nullable String temporalUi;
  private final ProblemWriter problems;

  CodecFilter(PlatformConfig config, ProblemWriter problems) {
    this.temporalUi = Origins.of(config.temporal().uiUrl());
    this.problems = problems;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !ENDPOINTS.matches(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.setHeader("Vary", "Origin");
    String origin = request.getHeader("Origin");
    // Programs, which bring a bearer token, name no origin; pages always do with a POST.
    if (origin != null && !origin.equals(temporalUi) && !Origins.same(request)) {
      problems.write(
          response,
          HttpStatus.FORBIDDEN,
          "foreign-origin",
          "Only this platform's Temporal Web UI may decode payloads.");
      return;
    }
    if (origin != null) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Allow-Credentials", "true");
    }
    if (origin != null && request.getMethod().equals("OPTIONS")) {
      String asked = request.getHeader("Access-Control-Request-Headers");
      response.setHeader("Access-Control-Allow-Methods", "POST");
      response.setHeader(
          "Access-Control-Allow-Headers",
          asked != null && HEADER_NAMES.matcher(asked).matches() ? asked : "content-type");
      response.setHeader("Access-Control-Max-Age", "600");
      response.setStatus(HttpStatus.NO_CONTENT.value());
      return;
    }
    chain.doFilter(request, response);
  }
}
