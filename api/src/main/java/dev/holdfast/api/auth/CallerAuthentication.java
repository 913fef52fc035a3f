package dev.holdfast.api.auth;

import dev.holdfast.platform.identity.TokenKind;
import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;

/** A caller whose token was good, with what it is good for. */
final class CallerAuthentication extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1;

  private final transient Caller caller;

  CallerAuthentication(Caller caller) {
    super(authorities(caller));
    this.caller = caller;
    setAuthenticated(true);
  }

  private static List<GrantedAuthority> authorities(Caller caller) {
    if (caller.kind() == TokenKind.METRICS) {
      return AuthorityUtils.createAuthorityList(Authorities.METRICS);
    }
    return caller.admin()
        ? AuthorityUtils.createAuthorityList(Authorities.USER, Authorities.ADMINISTRATOR)
        : AuthorityUtils.createAuthorityList(Authorities.USER);
  }

  @Override
  public Caller getPrincipal() {
    return caller;
  }

  boolean grants(String authority) {
    return getAuthorities().stream().anyMatch(granted -> authority.equals(granted.getAuthority()));
  }

  /** The token is not kept. */
  @Override
  public Object getCredentials() {
    return "";
  }
}
