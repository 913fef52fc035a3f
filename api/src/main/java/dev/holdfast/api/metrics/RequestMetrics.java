package dev.holdfast.api.metrics;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Counts and times every request, those that are refused before any handler included. The tags come
 * from lists of ours, whatever is asked for: an endpoint is the pattern of its handler.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestMetrics extends OncePerRequestFilter {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final String BEGAN = RequestMetrics.class.getName();

  private final RequestFigures figures;

  RequestMetrics(RequestFigures figures) {
    this.figures = figures;
  }

  /** A stream is answered in parts, and timed to its end. */
  @Override
  protected boolean shouldNotFilterAsyncDispatch() {
    return false;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (request.getAttribute(BEGAN) == null) {
      request.setAttribute(BEGAN, System.nanoTime());
    }
    int status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    try {
      chain.doFilter(request, response);
      status = response.getStatus();
    } finally {
      if (!request.isAsyncStarted()) {
        record(request, status);
      }
    }
  }

  private void record(HttpServletRequest request, int status) {
    String method = METHODS.contains(request.getMethod()) ? request.getMethod() : "other";
    String endpoint =
        endpoint(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
    Metrics.counter(
            "api.requests",
            "method",
            method,
            "endpoint",
            endpoint,
            "status",
            Integer.toString(status))
        .increment();
    if (request.getAttribute(BEGAN) instanceof Long began) {
      long nanos = System.nanoTime() - began;
      figures.record(nanos, status);
      Timer.builder("api.request.duration")
          .tags("method", method, "endpoint", endpoint)
          .serviceLevelObjectives(
              Duration.ofMillis(10),
              Duration.ofMillis(50),
              Duration.ofMillis(200),
              Duration.ofSeconds(1),
              Duration.ofSeconds(5))
          .register(Metrics.globalRegistry)
          .record(nanos, TimeUnit.NANOSECONDS);
    }
  }

  private static String endpoint(@Nullable Object pattern) {
    return pattern == null ? "none" : pattern.toString();
  }
}
