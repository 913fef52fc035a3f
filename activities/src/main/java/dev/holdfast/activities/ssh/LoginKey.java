package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;

/** Reads the key to log in with. */
final class LoginKey {

  private LoginKey() {}

  static KeyProvider of(
      Server server, Credentials credentials, SSHClient client, Failures failures) {
    String text = credentials.privateKey(server);
    try {
      KeyProvider key = client.loadKeys(text, null, null);
      // Parses it: a key that cannot be read must not look like one that was refused.
      key.getPrivate();
      return key;
    } catch (IOException | RuntimeException e) {
      // The cause may quote the key: only its class is told.
      throw failures.of(
          FailureType.AUTHENTICATION,
          "has no usable login key: '%s' is not an Ed25519, ECDSA or RSA private key without a passphrase (%s)"
              .formatted(server.credential(), e.getClass().getSimpleName()),
          null);
    }
  }
}
