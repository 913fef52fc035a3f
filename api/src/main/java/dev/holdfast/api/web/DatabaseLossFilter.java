package dev.holdfast.api.web;

import dev.holdfast.api.problem.Problem;
import dev.holdfast.api.problem.ProblemWriter;
import dev.holdfast.platform.database.DatabaseLoss;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Says so where a filter, such as the one that asks who sends a request, finds no database. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
final class DatabaseLossFilter extends OncePerRequestFilter {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseLossFilter.class);

  private final ProblemWriter problems;

  DatabaseLossFilter(ProblemWriter problems) {
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      chain.doFilter(request, response);
    } catch (ServletException | RuntimeException e) {
      if (!DatabaseLoss.causes(e) || response.isCommitted()) {
        throw e;
      }
      LOG.warn("The database cannot be reached: {}", e.toString());
      response.resetBuffer();
      problems.write(
          response, HttpStatus.SERVICE_UNAVAILABLE, "database-unavailable", Problem.NO_DATABASE);
    }
  }
}
