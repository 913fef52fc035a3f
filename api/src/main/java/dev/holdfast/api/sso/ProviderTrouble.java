package dev.holdfast.api.sso;

/** An identity provider cannot be used; the message says why, for its administrators. */
final class ProviderTrouble extends Exception {
  private static final long serialVersionUID = 1L;

  ProviderTrouble(String message) {
    super(message);
  }

  /** In words that go on "the identity provider cannot be used: ...". */
  String reason() {
    return String.valueOf(getMessage());
  }
}
