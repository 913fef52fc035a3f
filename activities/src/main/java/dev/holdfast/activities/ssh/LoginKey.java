package dev.holdfast.activities.ssh;

import dev.holdfast.platform.ssh.PublicKeys;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.IOException;
import java.util.Optional;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.PasswordUtils;
import org.jspecify.annotations.Nullable;

/** Reads the key to log in with. */
final class LoginKey {

  private LoginKey() {}

  static KeyProvider of(
      Server server, Credentials credentials, SSHClient client, SshFailures failures) {
    String text = credentials.privateKey(server);
    Optional<String> passphrase = credentials.passphrase(server);
    @Nullable PasswordFinder finder =
        passphrase.map(p -> PasswordUtils.createOneOff(p.toCharArray())).orElse(null);
    KeyProvider key;
    int bits;
    try {
      key = client.loadKeys(text, null, finder);
      // Parses it: a key that cannot be read must not look like one that was refused.
      key.getPrivate();
      bits = PublicKeys.rsaBits(key.getPublic());
    } catch (IOException | RuntimeException e) {
      // The cause may quote the key: only its class is told.
      throw failures.of(
          FailureType.AUTHENTICATION,
          (passphrase.isPresent()
                  ? "has no usable login key: '%s' cannot be opened with its passphrase, or is not an Ed25519, ECDSA or RSA private key (%s). Give both again: holdfast server set %s --key FILE --passphrase-file FILE"
                  : "has no usable login key: '%s' is not an Ed25519, ECDSA or RSA private key, or needs a passphrase (%s). Give another: holdfast server set %s --key FILE")
              .formatted(server.credential(), e.getClass().getSimpleName(), server.name()),
          null);
    }
    if (bits < PublicKeys.LEAST_RSA_BITS) {
      throw failures.of(
          FailureType.AUTHENTICATION,
          "has too weak a login key: '%s' is an RSA key of %d bits, and %d are the least. Make another (ssh-keygen -t ed25519) and give it: holdfast server set %s --key FILE"
              .formatted(server.credential(), bits, PublicKeys.LEAST_RSA_BITS, server.name()),
          null);
    }
    return key;
  }
}
