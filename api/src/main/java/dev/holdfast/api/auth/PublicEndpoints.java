package dev.holdfast.api.auth;

import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** What anybody may ask without a token: this list, and nothing else. */
public final class PublicEndpoints {
  /** Logs in whoever has a password. */
  public static final String LOGIN = "/api/v1/auth/login";

  /** Goes on with a login that takes a code. */
  public static final String MFA = "/api/v1/auth/mfa";

  /** Exchanges a refresh token. */
  public static final String REFRESH = "/api/v1/auth/refresh";

  /** Begins a login through an identity provider. */
  public static final String PROVIDER_LOGIN = "/api/v1/auth/provider";

  /** Completes it, for the client that began it. */
  public static final String PROVIDER_FINISH = "/api/v1/auth/provider/finish";

  /** Begins a login that somebody confirms on another machine. */
  public static final String DEVICE_LOGIN = "/api/v1/auth/provider/device";

  /** Asks whether it is confirmed, for the client that began it. */
  public static final String DEVICE_FINISH = "/api/v1/auth/provider/device/finish";

  /** Where the identity provider sends the browser back. */
  public static final String PROVIDER_CALLBACK = "/auth/provider/callback";

  /** The keys with which access tokens are checked. */
  static final String KEYS = "/.well-known/jwks.json";

  /** The same, where everything else of the API is. */
  static final String API_KEYS = "/api/v1" + KEYS;

  /** Signs in whoever has a link. */
  static final String ONE_TIME_LINK = "/auth/one-time";

  /** Shows a secret to whoever has a link. */
  static final String SHARED_SECRET = "/shared/{token}";

  private PublicEndpoints() {}

  static RequestMatcher matcher() {
    return new OrRequestMatcher(
        ReadRequests.of("/health/live", "/health/ready", KEYS, API_KEYS, SHARED_SECRET),
        PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, LOGIN),
        PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, MFA),
        PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, REFRESH),
        PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, PROVIDER_LOGIN),
        PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, PROVIDER_FINISH),
        PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, DEVICE_LOGIN),
        PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, DEVICE_FINISH),
        PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.GET, PROVIDER_CALLBACK),
        PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, SHARED_SECRET),
        PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.GET, ONE_TIME_LINK));
  }
}
