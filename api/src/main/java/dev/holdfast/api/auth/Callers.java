package dev.holdfast.api.auth;

import dev.holdfast.platform.identity.Identity;
import dev.holdfast.platform.identity.TokenKind;
import dev.holdfast.platform.identity.Tokens;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds out who sends a request: by a bearer token, or by the cookie of a browser's session. */
@Component
public final class Callers {
  private static final String BEARER = "Bearer ";

  private final Tokens tokens;
  private final SessionCookie cookie;

  Callers(Tokens tokens, SessionCookie cookie) {
    this.tokens = tokens;
    this.cookie = cookie;
  }

  /** What a request says of who sends it. */
  public sealed interface Sender {
    /** It shows no token. */
    record Nobody() implements Sender {}

    /** It shows a token that is not valid, or not in this way. */
    record Refused() implements Sender {}

    /**
     * It shows a valid token.
     *
     * @param byCookie the browser has sent it by itself, so that any page may have asked for it
     */
    record Known(Caller caller, boolean byCookie) implements Sender {}
  }

  public Sender of(HttpServletRequest request) {
    String bearer = bearerOf(request);
    boolean byCookie = bearer == null;
    String token = byCookie ? cookie.tokenOf(request) : bearer;
    if (token == null) {
      return new Sender.Nobody();
    }
    // A cookie's token is good in that cookie alone: whoever reads one cannot use it elsewhere.
    Optional<Identity> identity =
        tokens.verify(token).filter(found -> byCookie == (found.kind() == TokenKind.SESSION));
    return identity
        .<Sender>map(it -> new Sender.Known(new Caller(it.user(), it.admin(), it.kind()), byCookie))
        .orElseGet(Sender.Refused::new);
  }

  private static @Nullable String bearerOf(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).strip()
        : null;
  }
}
