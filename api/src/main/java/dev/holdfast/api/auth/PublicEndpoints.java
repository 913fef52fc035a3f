package dev.holdfast.api.auth;

import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** What anybody may ask without a token: this list, and nothing else. */
final class PublicEndpoints {
  /** Signs in whoever has a link. */
  static final String ONE_TIME_LINK = "/auth/one-time";

  private PublicEndpoints() {}

  static RequestMatcher matcher() {
    return new OrRequestMatcher(
        Reading.of("/health/live", "/health/ready"),
        PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.GET, ONE_TIME_LINK));
  }
}
