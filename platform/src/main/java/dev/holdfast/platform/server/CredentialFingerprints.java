package dev.holdfast.platform.server;

import dev.holdfast.platform.secret.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells credentials apart without showing anything of them: an HMAC-SHA256 whose key is a secret of
 * the platform. Thread-safe.
 */
final class CredentialFingerprints {
  private static final String KEY = "platform/credential-fingerprints";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Secrets secrets;
  private volatile byte[] key = {};

  CredentialFingerprints(Secrets secrets) {
    this.secrets = secrets;
  }

  byte[] of(ShownCredential credential) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key(), ALGORITHM));
      // No user's name holds a NUL.
      String text = credential.kind().word() + '\0' + credential.user() + '\0' + credential.value();
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] key() {
    byte[] known = key;
    if (known.length == 0) {
      byte[] fresh = new byte[KEY_BYTES];
      RANDOM.nextBytes(fresh);
      known = secrets.findOrPut(KEY, fresh);
      key = known;
    }
    return known;
  }
}
