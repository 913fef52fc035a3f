package dev.holdfast.platform.server;

import org.jspecify.annotations.Nullable;

/**
 * What is kept secret about a server's login; what is null is not there.
 *
 * @param key the private key, as PEM or in OpenSSH's format
 * @param passphrase opens the key
 * @param sudoPassword what the login user types for sudo
 */
public record LoginSecrets(
    @Nullable String key, @Nullable String passphrase, @Nullable String sudoPassword) {

  /** A key without a passphrase, and sudo without a password. */
  public static LoginSecrets key(String key) {
    return new LoginSecrets(key, null, null);
  }

  /** Says nothing of them, for it may end in a log. */
  @Override
  public String toString() {
    return "LoginSecrets[…]";
  }
}
