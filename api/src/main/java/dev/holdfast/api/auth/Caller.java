package dev.holdfast.api.auth;

import dev.holdfast.platform.identity.TokenKind;

/** Who sends a request; an attribute of every request that had to authenticate. */
public record Caller(String name, boolean admin, TokenKind kind) {
  /** The name of the request attribute. */
  public static final String ATTRIBUTE = "caller";
}
