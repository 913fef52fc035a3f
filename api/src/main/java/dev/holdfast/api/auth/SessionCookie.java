package dev.holdfast.api.auth;

import dev.holdfast.platform.PlatformConfig;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/** The cookie of a browser's session; scripts cannot read it and other sites cannot send it. */
@Component
final class SessionCookie {
  private final String name;
  private final boolean secured;

  SessionCookie(PlatformConfig config) {
    // Cookies do not know ports: two platforms on one machine must not log each other out.
    this.name = "holdfast_session_" + config.api().port();
    this.secured = config.api().tls() != null;
  }

  /**
   * @param lifetime after which the browser forgets it
   */
  String header(String token, Duration lifetime) {
    return ResponseCookie.from(name, token)
        .httpOnly(true)
        .secure(secured)
        .sameSite("Strict")
        .path("/")
        .maxAge(lifetime)
        .build()
        .toString();
  }

  @Nullable String tokenOf(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(name)) {
          return cookie.getValue();
        }
      }
    }
    return null;
  }
}
