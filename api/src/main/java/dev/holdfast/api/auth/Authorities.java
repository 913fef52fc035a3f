package dev.holdfast.api.auth;

/** What a token may be good for; the words of Spring Security's granted authorities. */
final class Authorities {
  /** Everything. */
  static final String ADMINISTRATOR = "administrator";

  /** Reads servers, and the operations of its own user. */
  static final String USER = "user";

  /** Reads the metrics, and nothing else. */
  static final String METRICS = "metrics";

  private Authorities() {}
}
