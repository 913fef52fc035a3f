package dev.holdfast.api.auth;

import java.util.ArrayList;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Matches the requests that only read: GET, and HEAD, which is GET without the body. */
final class ReadRequests {
  private static final PathPatternRequestMatcher.Builder PATHS =
      PathPatternRequestMatcher.withDefaults();

  private ReadRequests() {}

  /** Those of paths of these patterns; a pattern's variables are known to who decides. */
  static RequestMatcher of(String... patterns) {
    List<RequestMatcher> matchers = new ArrayList<>();
    for (String pattern : patterns) {
      matchers.add(PATHS.matcher(HttpMethod.GET, pattern));
      matchers.add(PATHS.matcher(HttpMethod.HEAD, pattern));
    }
    return new OrRequestMatcher(matchers);
  }
}
