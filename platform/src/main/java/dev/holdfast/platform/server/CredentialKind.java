package dev.holdfast.platform.server;

/** What is shown to a server that may refuse it. */
public enum CredentialKind {
  SUDO_PASSWORD("sudo-password", "sudo password"),
  LOGIN_KEY("login-key", "login key");

  private final String word;
  private final String text;

  CredentialKind(String word, String text) {
    this.word = word;
    this.text = text;
  }

  /** For programs. */
  public String word() {
    return word;
  }

  /** For people. */
  public String text() {
    return text;
  }

  static CredentialKind of(String word) {
    for (CredentialKind kind : values()) {
      if (kind.word.equals(word)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("kind: '" + word + "' is not a kind of credential");
  }
}
