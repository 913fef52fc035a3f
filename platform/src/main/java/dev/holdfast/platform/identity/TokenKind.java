package dev.holdfast.platform.identity;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a token is for. */
public enum TokenKind {
  /** The bearer token of a command line. */
  CLI("cli"),
  /** Signed, and good for half an hour of a session; never stored. */
  ACCESS("access"),
  /** A browser's session, in a cookie. */
  SESSION("session"),
  /** Reads the metrics, and nothing else. */
  METRICS("metrics"),
  /** For a program: made by a user, limited, and ending by itself. */
  API("api"),
  /** Shows that the password was right; good for the code that comes next. */
  MFA("mfa"),
  /** Shows that the identity provider was asked; good for the code that comes next. */
  PROVIDER_MFA("provider-mfa"),
  /** Good for one login by link. */
  ONE_TIME("one-time");

  private final String word;

  TokenKind(String word) {
    this.word = word;
  }

  @JsonValue
  public String word() {
    return word;
  }

  static TokenKind of(String word) {
    for (TokenKind kind : values()) {
      if (kind.word.equals(word)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("'" + word + "' is not a kind of token");
  }
}
