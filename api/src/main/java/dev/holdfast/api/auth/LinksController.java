package dev.holdfast.api.auth;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.web.Client;
import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.identity.LoginSession;
import dev.holdfast.platform.identity.LoginSessions;
import dev.holdfast.platform.identity.TokenKind;
import dev.holdfast.platform.identity.Tokens;
import dev.holdfast.platform.temporal.WebUiLinks;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Links that sign a browser in, once. */
@RestController
final class LinksController {
  private static final Duration LIFETIME = Duration.ofSeconds(60);

  private final Tokens tokens;
  private final SessionCookie cookie;
  private final PlatformConfig config;
  private final LoginSessions sessions;
  private final SessionLimits limits;

  LinksController(
      Tokens tokens,
      SessionCookie cookie,
      PlatformConfig config,
      LoginSessions sessions,
      SessionLimits limits) {
    this.sessions = sessions;
    this.limits = limits;
    this.tokens = tokens;
    this.cookie = cookie;
    this.config = config;
  }

  /**
   * @param to where the link leads: {@code temporal} or {@code console}, the latter by default
   */
  record LinkRequest(@Nullable String to) {}

  record Link(String url, Instant expiresAt) {}

  @PostMapping("/api/v1/auth/links")
  @Requires(value = "sessions:create", on = Requires.On.ANY_SCOPE)
  @ResponseStatus(HttpStatus.CREATED)
  Link create(@RequestBody LinkRequest request, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    if (caller.kind() == TokenKind.API) {
      throw ApiException.of(
          HttpStatus.FORBIDDEN,
          "token-for-programs",
          "A token for programs signs nobody in: a session could do more than the token.");
    }
    String to = request.to() == null ? "console" : request.to();
    target(to);
    String token =
        tokens.issue(caller.name(), TokenKind.ONE_TIME, LIFETIME, caller.identity().session());
    return new Link(
        config.api().url() + PublicEndpoints.ONE_TIME_LINK + "?token=" + token + "&to=" + to,
        Instant.now().plus(LIFETIME));
  }

  /** Programs that only look at a link, such as a chat's preview, must not use it up. */
  @RequestMapping(path = PublicEndpoints.ONE_TIME_LINK, method = RequestMethod.HEAD)
  @Requires(Requires.SELF)
  ResponseEntity<Void> look() {
    return ResponseEntity.status(HttpStatus.METHOD_NOT_ALLOWED).allow(HttpMethod.GET).build();
  }

  @GetMapping(PublicEndpoints.ONE_TIME_LINK)
  ResponseEntity<Void> use(
      @RequestParam String token,
      @RequestParam(defaultValue = "console") String to,
      HttpServletRequest request) {
    URI target = target(to);
    Tokens.Redeemed by =
        tokens
            .redeem(token, TokenKind.ONE_TIME)
            .orElseThrow(() ->
                ApiException.of(
                    HttpStatus.FORBIDDEN,
                    "link-used-up",
                    "This link has been used or is older than a minute;"
                        + " ./holdfast ui makes a new one."));
    tokens.forgetExpired();
    LoginSessions.Limits lasting = limits.now().until(by.endsAt());
    LoginSession session = sessions.begin(by.user(), "link", Client.of(request), lasting);
    String secret = tokens.issue(by.user(), TokenKind.SESSION, lasting.absolute(), session.id());
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .header(HttpHeaders.SET_COOKIE, cookie.header(secret, lasting.absolute()))
        .location(target)
        .build();
  }

  /** Never an address that a caller chose: only our own two. */
  private URI target(String to) {
    return switch (to) {
      case "console" -> URI.create("/");
      case "temporal" -> {
        WebUiLinks links = WebUiLinks.of(config.temporal());
        if (links == null) {
          throw ApiException.notFound("no-temporal-ui", "This platform has no Temporal Web UI.");
        }
        yield URI.create(links.operations());
      }
      default -> throw ApiException.invalid("to", "is 'temporal' or 'console'");
    };
  }
}
