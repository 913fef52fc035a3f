package dev.holdfast.api.web;

import dev.holdfast.api.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a query that cannot be read, once and before anybody reads it: parameters without a name,
 * with a broken escape, or with a control character, which neither PostgreSQL nor a log can take.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 8)
final class ParameterFilter extends OncePerRequestFilter {
  private final ProblemWriter problems;

  ParameterFilter(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getQueryString() == null;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (readable(request)) {
      chain.doFilter(request, response);
    } else {
      problems.write(
          response,
          HttpStatus.BAD_REQUEST,
          "malformed-parameter",
          "The query has a parameter without a name, with a broken escape or with a control"
              + " character.");
    }
  }

  private static boolean readable(HttpServletRequest request) {
    try {
      for (Map.Entry<String, String[]> parameter : request.getParameterMap().entrySet()) {
        if (parameter.getKey().isEmpty() || hasControl(parameter.getKey())) {
          return false;
        }
        for (String value : parameter.getValue()) {
          if (hasControl(value)) {
            return false;
          }
        }
      }
      return true;
    } catch (InvalidParameterException e) {
      return false;
    }
  }

  private static boolean hasControl(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }
}
