package dev.holdfast.api.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where a browser says that a request comes from. */
public final class Origins {
  private Origins() {}

  /** Whether the page that sent a request is of this API itself. */
  public static boolean same(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    return origin != null
        ? origin.equals(request.getScheme() + "://" + request.getHeader("Host"))
        : "same-origin".equals(request.getHeader("Sec-Fetch-Site"));
  }

  /** The origin of an address: scheme, host and port. */
  public static @Nullable String of(@Nullable String url) {
    if (url == null) {
      return null;
    }
    URI uri = URI.create(url);
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }
}
