package dev.holdfast.activities.ssh.mina;

import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.SshFailures;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Iterator;
import java.util.Optional;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads the key to log in with, and puts the user certificate in front of it where there is one.
 */
final class MinaLoginKey {

  private MinaLoginKey() {}

  static KeyPair of(Server server, Credentials credentials, SshFailures failures) {
    KeyPair key = key(server, credentials, failures);
    HostKey certificate = server.access().certificate();
    return certificate == null ? key : certified(key, certificate, failures);
  }

  private static KeyPair key(Server server, Credentials credentials, SshFailures failures) {
    String text = credentials.privateKey(server);
    Optional<String> passphrase = credentials.passphrase(server);
    String cause = "empty";
    try {
      KeyPair key =
          read(text, passphrase.map(FilePasswordProvider::of).orElse(FilePasswordProvider.EMPTY));
      if (key != null) {
        return key;
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // The cause may quote the key: only its class is told.
      cause = e.getClass().getSimpleName();
    }
    throw failures.of(
        FailureType.AUTHENTICATION,
        (passphrase.isPresent()
                ? "has no usable login key: '%s' cannot be opened with its passphrase, or is not an Ed25519, ECDSA or RSA private key (%s)"
                : "has no usable login key: '%s' is not an Ed25519, ECDSA or RSA private key without a passphrase (%s)")
            .formatted(server.credential(), cause),
        null);
  }

  private static @Nullable KeyPair read(String text, FilePasswordProvider passphrase)
      throws IOException, GeneralSecurityException {
    Iterable<KeyPair> pairs =
        SecurityUtils.loadKeyPairIdentities(
            null,
            NamedResource.ofName("login key"),
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            passphrase);
    if (pairs == null) {
      return null;
    }
    Iterator<KeyPair> all = pairs.iterator();
    return all.hasNext() ? all.next() : null;
  }

  private static KeyPair certified(KeyPair key, HostKey blob, SshFailures failures) {
    PublicKey shown;
    try {
      shown = new ByteArrayBuffer(Base64.getDecoder().decode(blob.key())).getRawPublicKey();
    } catch (IOException | RuntimeException e) {
      throw failures.of(
          FailureType.AUTHENTICATION, "has a user certificate that cannot be read", e);
    }
    if (!(shown instanceof OpenSshCertificate certificate)
        || !KeyUtils.compareKeys(certificate.getCertPubKey(), key.getPublic())) {
      throw failures.of(
          FailureType.AUTHENTICATION,
          "has a user certificate that is not for its login key. Sign the key's own public half (ssh-keygen -s CA -I ID -n USER KEY.pub)",
          null);
    }
    if (!OpenSshCertificate.isValidNow(certificate)) {
      throw failures.of(
          FailureType.AUTHENTICATION,
          "has a user certificate that is not valid now. Sign a new one (ssh-keygen -s CA -I ID -n USER KEY.pub)",
          null);
    }
    return new KeyPair(certificate, key.getPrivate());
  }
}
