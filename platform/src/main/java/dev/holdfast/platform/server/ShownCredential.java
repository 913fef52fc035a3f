package dev.holdfast.platform.server;

/**
 * A credential as it is shown to a server.
 *
 * @param user who logs in with it
 * @param value what tells it from another; a secret
 */
public record ShownCredential(CredentialKind kind, String user, String value) {

  /** Leaves the value out, for it may end in a log. */
  @Override
  public String toString() {
    return "ShownCredential[" + kind.word() + " of " + user + "]";
  }
}
