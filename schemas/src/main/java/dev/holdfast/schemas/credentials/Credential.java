package dev.holdfast.schemas.credentials;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What can be rotated. */
public enum Credential {
  /** The key that Holdfast logs in with. */
  LOGIN_KEY("login-key", "login key"),
  /** What the login user types for sudo, which is its password on the server. */
  SUDO_PASSWORD("sudo-password", "sudo password"),
  /** The keys by which the server proves who it is. */
  HOST_KEYS("host-keys", "host keys");

  private final String word;
  private final String text;

  Credential(String word, String text) {
    this.word = word;
    this.text = text;
  }

  /** For programs. */
  @JsonValue
  public String word() {
    return word;
  }

  /** For people. */
  public String text() {
    return text;
  }

  @JsonCreator
  public static Credential of(String word) {
    for (Credential credential : values()) {
      if (credential.word.equals(word)) {
        return credential;
      }
    }
    throw new IllegalArgumentException("'" + word + "' is not a credential that can be rotated");
  }
}
