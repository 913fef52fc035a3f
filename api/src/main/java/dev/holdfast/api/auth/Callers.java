package dev.holdfast.api.auth;

import dev.holdfast.platform.identity.Identity;
import dev.holdfast.platform.identity.LoginSessions;
import dev.holdfast.platform.identity.Subjects;
import dev.holdfast.platform.identity.TokenKind;
import dev.holdfast.platform.identity.Tokens;
import dev.holdfast.platform.identity.Users;
import dev.holdfast.platform.organisation.Organisations;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds out who sends a request: by a bearer token, or by the cookie of a browser's session. */
@Component
public final class Callers {
  /** The header that names the organisation in which a platform-wide administrator acts. */
  static final String ORGANISATION = "X-Holdfast-Organisation";

  private static final String BEARER = "Bearer ";

  private final Tokens tokens;
  private final Users users;
  private final Subjects subjects;
  private final SessionCookie cookie;
  private final AccessTokens accessTokens;
  private final LoginSessions sessions;
  private final Organisations organisations;

  Callers(
      Tokens tokens,
      Users users,
      Subjects subjects,
      SessionCookie cookie,
      AccessTokens accessTokens,
      LoginSessions sessions,
      Organisations organisations) {
    this.accessTokens = accessTokens;
    this.sessions = sessions;
    this.organisations = organisations;
    this.tokens = tokens;
    this.users = users;
    this.subjects = subjects;
    this.cookie = cookie;
  }

  /** What a request says of who sends it. */
  public sealed interface Sender {
    /** It shows no token. */
    record Nobody() implements Sender {}

    /** It shows a token that is not valid, or not in this way. */
    record Refused() implements Sender {}

    /** It shows an access token that was good, and has to be exchanged for a new one. */
    record Outdated() implements Sender {}

    /**
     * It shows a valid token.
     *
     * @param byCookie the browser has sent it by itself, so that any page may have asked for it
     */
    record Known(Caller caller, boolean byCookie) implements Sender {}

    /** It names an organisation in which its sender may not act. */
    record Elsewhere(String organisation) implements Sender {}
  }

  public Sender of(HttpServletRequest request) {
    Sender sender = sender(request);
    String wanted = request.getHeader(ORGANISATION);
    return wanted != null && sender instanceof Sender.Known known ? acting(known, wanted) : sender;
  }

  private Sender acting(Sender.Known known, String wanted) {
    Caller caller = known.caller();
    if (caller.organisation().equals(wanted)) {
      return known;
    }
    return caller.platformWide() && organisations.find(wanted).isPresent()
        ? new Sender.Known(caller.in(wanted), known.byCookie())
        : new Sender.Elsewhere(wanted);
  }

  private Sender sender(HttpServletRequest request) {
    String bearer = bearerOf(request);
    boolean byCookie = bearer == null;
    String token = byCookie ? cookie.tokenOf(request) : bearer;
    if (token == null) {
      return new Sender.Nobody();
    }
    if (!byCookie && AccessTokens.looksLike(token)) {
      return bySession(token, request.getRemoteAddr());
    }
    // A cookie's token is good in that cookie alone: whoever reads one cannot use it elsewhere.
    Optional<Identity> identity =
        tokens.verify(token).filter(found -> byCookie == (found.kind() == TokenKind.SESSION));
    identity.map(Identity::session).ifPresent(session -> sessions.use(session, null));
    return identity
        .<Sender>map(it -> new Sender.Known(caller(it, request.getRemoteAddr()), byCookie))
        .orElseGet(Sender.Refused::new);
  }

  /** What the token says of its user is compared with what is so; its permissions are not asked. */
  private Sender bySession(String token, String address) {
    return switch (accessTokens.read(token)) {
      case AccessTokens.Read.Foreign() -> new Sender.Refused();
      case AccessTokens.Read.Expired() -> new Sender.Outdated();
      case AccessTokens.Read.Good(var user, var session, var version) ->
          sessions
              .use(session, version)
              .filter(checked -> !checked.outdated() && checked.identity().user().equals(user))
              .<Sender>map(checked -> new Sender.Known(caller(checked.identity(), address), false))
              .orElseGet(Sender.Outdated::new);
    };
  }

  /**
   * A user of an organisation for whom something starts by itself, with what is granted now; empty
   * if disabled.
   */
  public Optional<Caller> acting(String organisation, String user) {
    return users.acting(organisation, user).map(identity -> caller(identity, "127.0.0.1"));
  }

  /** A user who has just proved to be it, by a name that is unique over all organisations. */
  public Optional<Caller> loggedIn(String user) {
    return users.organisation(user).flatMap(organisation -> acting(organisation, user));
  }

  /** Who a caller of before is now; empty if the token or the user is no longer good. */
  public Optional<Caller> now(Caller before) {
    String session = before.identity().session();
    Optional<Identity> identity =
        before.kind() == TokenKind.ACCESS && session != null
            ? sessions.use(session, null).map(LoginSessions.Checked::identity)
            : tokens.verifyAgain(before.identity());
    return identity
        .map(found -> caller(found, before.address()))
        .map(caller -> caller.platformWide() ? caller.in(before.organisation()) : caller);
  }

  private Caller caller(Identity identity, String address) {
    return new Caller(identity, subjects.of(identity), address);
  }

  private static @Nullable String bearerOf(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).strip()
        : null;
  }
}
