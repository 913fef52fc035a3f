package dev.holdfast.platform.server;

/**
 * Remembers what became of credentials that were shown to servers, for everybody who shows them.
 *
 * <p>A password is tried by one at a time, before anybody uses it; once refused it is not tried
 * again until it changes or is freed. A key is used freely until it is refused; then one at a time
 * tries it again, after a growing pause. Thread-safe.
 */
public interface CredentialTries {

  /** What may be done with a credential now. */
  sealed interface Answer {
    /** It may be used: nothing speaks against it. */
    record Free() implements Answer {}

    /**
     * The caller, and nobody else, may try it once; it must then be told as accepted, refused or
     * not shown.
     */
    record Claimed() implements Answer {}

    /** Somebody else is trying it. */
    record Busy() implements Answer {}

    /** It must not be shown. */
    record Refused(CredentialRefusal refusal) implements Answer {}
  }

  /** Asks to show a credential, which counts as shown from now on. */
  Answer claim(String server, ShownCredential credential);

  /** The server took it. */
  void accepted(String server, ShownCredential credential);

  /**
   * The server did not take it, or nobody knows.
   *
   * @param reason in the server's own words, for people
   */
  void refused(String server, ShownCredential credential, String reason);

  /** It was not shown after all. */
  void notShown(String server, ShownCredential credential);
}
