package dev.holdfast.api.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Compresses answers with brotli for whoever prefers it. Whatever it leaves alone Tomcat compresses
 * with gzip, if the client takes that. Only what is asked by GET: secrets are told by POST.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 6)
final class BrotliFilter extends OncePerRequestFilter {
  /** The request attribute with the number of bytes before compression. */
  static final String MADE = "holdfast.bytes.made";

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getMethod().equals("GET")
        || "websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
        || request.getHeader("Range") != null
        || !Brotli.preferred(request.getHeaders("Accept-Encoding"))
        || !Brotli.available();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    HeldResponse held = new HeldResponse(request, response, Compression.TYPES);
    chain.doFilter(request, held);
    byte[] whole = held.whole();
    if (whole == null || whole.length < Compression.SHORTEST || request.isAsyncStarted()) {
      held.pass();
      return;
    }
    byte[] small = Brotli.compress(whole);
    response.setHeader("Content-Encoding", "br");
    response.addHeader("Vary", "accept-encoding");
    response.setContentLength(small.length);
    request.setAttribute(MADE, (long) whole.length);
    response.getOutputStream().write(small);
  }
}
