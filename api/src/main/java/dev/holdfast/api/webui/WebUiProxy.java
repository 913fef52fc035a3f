package dev.holdfast.api.webui;

import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.auth.Callers;
import dev.holdfast.api.problem.ProblemWriter;
import dev.holdfast.api.web.Origins;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.tls.ClientTls;
import jakarta.annotation.PreDestroy;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers everything that arrives on the Temporal Web UI's port: to an administrator with what the
 * UI's server says, to anybody else with how to sign in. It looks at no path, so that no spelling
 * of one matters; what arrives on another port goes on.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
final class WebUiProxy extends OncePerRequestFilter {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Temporal answers a long poll within a minute. */
  private static final Duration ANSWER = Duration.ofSeconds(90);

  private static final String SECRET = "Holdfast-Secret";
  private static final String UI_COOKIE = "_csrf";
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD");

  /** What belongs to one connection (RFC 9110, 7.6.1), or is ours to say. */
  private static final Set<String> NOT_FORWARDED =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "expect",
          "host",
          "content-length",
          "cookie",
          "authorization",
          "authorization-extras",
          "forwarded",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-proto",
          "holdfast-secret");

  private static final String ADMINISTER = "temporal:administer";
  private static final String SIGN_IN =
      """
      <!doctype html><html lang="en"><meta charset="utf-8"><title>Holdfast</title>
      <body style="font: 16px/1.5 system-ui; max-width: 40rem; margin: 4rem auto; padding: 0 1rem">
      <h1>Sign in</h1><p>The Temporal Web UI of this platform is for its administrators. To sign in, run</p>
      <pre>./holdfast ui temporal</pre><p>which opens it in this browser by a link that works once.</p></body></html>
      """;

  private final PlatformConfig.@Nullable WebUi webUi;
  private final Callers callers;
  private final CallerAccess access;
  private final ProblemWriter problems;
  private final HttpClient client;

  WebUiProxy(PlatformConfig config, Callers callers, CallerAccess access, ProblemWriter problems) {
    this.webUi = config.temporal().webUi();
    this.client = client(config.temporal());
    this.callers = callers;
    this.access = access;
    this.problems = problems;
  }

  /** One that trusts the authority which has signed Temporal's certificate, too. */
  private static HttpClient client(PlatformConfig.Temporal temporal) {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER);
    PlatformConfig.Tls tls = temporal.tls();
    try {
      return (tls == null ? client : client.sslContext(ClientTls.context(tls))).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return webUi == null || request.getLocalPort() != webUi.port();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    switch (callers.of(request)) {
      case Callers.Sender.Nobody(),
          Callers.Sender.Refused(),
          Callers.Sender.Outdated(),
          Callers.Sender.Elsewhere(_) ->
          signIn(request, response);
      case Callers.Sender.Known(var caller, var byCookie) -> {
        if (!caller.platformWide() || !access.everywhere(caller, ADMINISTER)) {
          problems.write(
              response,
              HttpStatus.FORBIDDEN,
              "permission-missing",
              "The Temporal Web UI shows the operations of all organisations: it takes an"
                  + " administrator of the platform, with the permission "
                  + ADMINISTER
                  + ".");
        } else if (foreign(request, byCookie)) {
          problems.write(
              response,
              HttpStatus.FORBIDDEN,
              "foreign-origin",
              "Only pages of the Temporal Web UI itself may ask this.");
        } else {
          forward(request, response);
        }
      }
    }
  }

  private static boolean foreign(HttpServletRequest request, boolean byCookie) {
    return request.getHeader("Origin") != null
        ? !Origins.same(request)
        : byCookie && !SAFE_METHODS.contains(request.getMethod()) && !Origins.same(request);
  }

  private void signIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String accept = request.getHeader("Accept");
    if (accept == null || !accept.contains("text/html")) {
      problems.write(
          response,
          HttpStatus.UNAUTHORIZED,
          "no-token",
          "Sign in to the Temporal Web UI: ./holdfast ui temporal");
      return;
    }
    response.setStatus(HttpStatus.UNAUTHORIZED.value());
    response.setContentType("text/html;charset=UTF-8");
    response.getWriter().write(SIGN_IN);
  }

  private void forward(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HttpResponse<InputStream> answer;
    try {
      answer = client.send(forwarded(request), BodyHandlers.ofInputStream());
    } catch (IllegalArgumentException e) {
      problems.write(
          response, HttpStatus.BAD_REQUEST, "malformed-request", "The address is malformed.");
      return;
    } catch (IOException e) {
      problems.write(
          response,
          HttpStatus.BAD_GATEWAY,
          "temporal-ui-down",
          "The Temporal Web UI does not answer; see ./holdfast status.");
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the Temporal Web UI was asked", e);
    }
    response.setStatus(answer.statusCode());
    answer
        .headers()
        .map()
        .forEach((name, values) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (lower.equals("content-length") || !NOT_FORWARDED.contains(lower)) {
            response.setHeader(name, values.getFirst());
            values.stream().skip(1).forEach(more -> response.addHeader(name, more));
          }
        });
    try (InputStream body = answer.body()) {
      body.transferTo(response.getOutputStream());
    }
  }

  private HttpRequest forwarded(HttpServletRequest request) throws IOException {
    PlatformConfig.WebUi ui = Objects.requireNonNull(webUi);
    String query = request.getQueryString();
    HttpRequest.Builder forwarded =
        HttpRequest.newBuilder(
                URI.create(
                    ui.server() + request.getRequestURI() + (query == null ? "" : "?" + query)))
            .timeout(ANSWER)
            .method(
                request.getMethod(),
                request.getContentLengthLong() > 0
                    ? BodyPublishers.ofByteArray(request.getInputStream().readAllBytes())
                    : BodyPublishers.noBody());
    for (String name : Collections.list(request.getHeaderNames())) {
      if (!NOT_FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
        for (String value : Collections.list(request.getHeaders(name))) {
          forwarded.header(name, value);
        }
      }
    }
    // Our own session is nothing for the UI's server to see.
    if (request.getCookies() != null) {
      for (var cookie : request.getCookies()) {
        if (cookie.getName().equals(UI_COOKIE)) {
          forwarded.header("Cookie", UI_COOKIE + "=" + cookie.getValue());
        }
      }
    }
    return forwarded.header(SECRET, ui.secret()).build();
  }

  @PreDestroy
  void close() {
    client.shutdownNow();
  }
}
