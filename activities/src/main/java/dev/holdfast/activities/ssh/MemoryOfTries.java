package dev.holdfast.activities.ssh;

import dev.holdfast.platform.server.CredentialKind;
import dev.holdfast.platform.server.CredentialRefusal;
import dev.holdfast.platform.server.CredentialTries;
import dev.holdfast.platform.server.ShownCredential;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers passwords for as long as the process lives, where there is no database: for benches,
 * and for adapters on their own. Keys are always free. Thread-safe.
 */
final class MemoryOfTries implements CredentialTries {
  private final Map<String, Tried> passwords = new HashMap<>();

  /**
   * @param answer null while it is tried
   */
  private record Tried(ShownCredential credential, @Nullable Answer answer) {}

  @Override
  public synchronized Answer claim(String server, ShownCredential credential) {
    if (credential.kind() == CredentialKind.LOGIN_KEY) {
      return new Answer.Free();
    }
    Tried tried = passwords.get(server);
    if (tried == null || !tried.credential.equals(credential)) {
      passwords.put(server, new Tried(credential, null));
      return new Answer.Claimed();
    }
    return tried.answer == null ? new Answer.Busy() : tried.answer;
  }

  @Override
  public void accepted(String server, ShownCredential credential) {
    ended(server, credential, new Answer.Free());
  }

  @Override
  public void refused(String server, ShownCredential credential, String reason) {
    ended(
        server,
        credential,
        new Answer.Refused(
            new CredentialRefusal(credential.kind(), Instant.now(), 1, reason, null)));
  }

  @Override
  public synchronized void notShown(String server, ShownCredential credential) {
    Tried tried = passwords.get(server);
    if (tried != null && tried.credential.equals(credential) && tried.answer == null) {
      passwords.remove(server);
    }
  }

  private synchronized void ended(String server, ShownCredential credential, Answer answer) {
    Tried tried = passwords.get(server);
    if (tried != null && tried.credential.equals(credential)) {
      passwords.put(server, new Tried(credential, answer));
    }
  }
}
