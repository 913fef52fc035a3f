package dev.holdfast.activities.ssh.mina;

import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.Failures;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Iterator;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/** Reads the key to log in with. */
final class MinaLoginKey {

  private MinaLoginKey() {}

  static KeyPair of(Server server, Credentials credentials, Failures failures) {
    String text = credentials.privateKey(server);
    String cause = "empty";
    try {
      KeyPair key = read(text);
      if (key != null) {
        return key;
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // The cause may quote the key: only its class is told.
      cause = e.getClass().getSimpleName();
    }
    throw failures.of(
        FailureType.AUTHENTICATION,
        "has no usable login key: '%s' is not an Ed25519, ECDSA or RSA private key without a passphrase (%s)"
            .formatted(server.credential(), cause),
        null);
  }

  private static @Nullable KeyPair read(String text) throws IOException, GeneralSecurityException {
    Iterable<KeyPair> pairs =
        SecurityUtils.loadKeyPairIdentities(
            null,
            NamedResource.ofName("login key"),
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            FilePasswordProvider.EMPTY);
    if (pairs == null) {
      return null;
    }
    Iterator<KeyPair> all = pairs.iterator();
    return all.hasNext() ? all.next() : null;
  }
}
