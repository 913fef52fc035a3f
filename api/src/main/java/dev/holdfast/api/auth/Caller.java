package dev.holdfast.api.auth;

import dev.holdfast.platform.identity.Identity;
import dev.holdfast.platform.identity.Subject;
import dev.holdfast.platform.identity.TokenKind;

/**
 * Who sends a request, with what is granted to them at this moment; an attribute of every request
 * that had to authenticate.
 *
 * @param address where the request comes from
 */
public record Caller(Identity identity, Subject subject, String address) {
  /** The name of the request attribute. */
  public static final String ATTRIBUTE = "caller";

  public String name() {
    return identity.user();
  }

  public String organisation() {
    return identity.organisation();
  }

  /** Whether somebody has logged in to send it, who could do so again. */
  public boolean bySession() {
    return kind() == TokenKind.ACCESS || kind() == TokenKind.SESSION;
  }

  public TokenKind kind() {
    return identity.kind();
  }
}
