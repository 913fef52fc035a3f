package dev.holdfast.api.web;

import dev.holdfast.api.problem.ProblemWriter;
import dev.holdfast.platform.PlatformConfig;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers only requests that name this machine's loopback, or with HTTPS a name of its certificate:
 * a web page whose own name was re-bound to 127.0.0.1 names itself. Also sets the headers that
 * browsers should see on every answer, and bounds the size of bodies.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class LoopbackFilter extends OncePerRequestFilter {
  private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]", "::1");
  private static final long MAX_BODY_BYTES = 1 << 20;

  /** Files are never in memory as a whole. */
  private static final long MAX_FILE_BYTES = 1L << 40;

  /** Browsers ask nothing but HTTPS of this name from then on; never of this machine itself. */
  private static final String ONLY_HTTPS = "max-age=31536000";

  private final PlatformConfig.@Nullable ApiTls tls;
  private final ProblemWriter problems;

  LoopbackFilter(PlatformConfig config, ProblemWriter problems) {
    this.tls = config.api().tls();
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cache-Control", "no-store");
    String name = request.getServerName().toLowerCase(Locale.ROOT);
    boolean loopback = NAMES.contains(name);
    if (tls != null && !loopback && tls.answersTo(name)) {
      response.setHeader("Strict-Transport-Security", ONLY_HTTPS);
    } else if (!loopback) {
      problems.write(
          response,
          HttpStatus.MISDIRECTED_REQUEST,
          "foreign-host",
          tls == null
              ? "This API answers at 127.0.0.1 and localhost only."
              : "This API answers at 127.0.0.1, localhost, and the names that it was started"
                  + " with (up --tls-name) only.");
      return;
    }
    if (request.getHeader("Transfer-Encoding") != null) {
      problems.write(
          response,
          HttpStatus.LENGTH_REQUIRED,
          "length-required",
          "Send the body with a Content-Length.");
    } else if (request.getContentLengthLong() > limit(request)) {
      problems.write(
          response,
          HttpStatus.CONTENT_TOO_LARGE,
          "body-too-large",
          "A body may have at most 1 MiB, a file 1 TiB.");
    } else {
      chain.doFilter(request, response);
    }
  }

  private static long limit(HttpServletRequest request) {
    return request.getMethod().equals("PUT") && request.getRequestURI().equals("/api/v1/files")
        ? MAX_FILE_BYTES
        : MAX_BODY_BYTES;
  }
}
