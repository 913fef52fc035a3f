package dev.holdfast.platform.atrest;

import com.google.crypto.tink.subtle.Random;
import dev.holdfast.platform.secret.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Digests under a key of the platform, for what is only compared: a stored digest of a short secret
 * would tell it to whoever tries all of them. Thread-safe.
 */
public final class KeyedDigests {
  /** With which every keyed digest begins, and no plain one. */
  public static final String PREFIX = "hmac:";

  private static final String KEY = "platform/digest-key";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SIZE = 32;

  private final Secrets secrets;
  private volatile byte @Nullable [] key;

  /**
   * @param secrets keep the key, so that every process has the same
   */
  public KeyedDigests(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * The keyed form of a digest; one that is keyed already stays as it is.
   *
   * @param purpose the same digest has another form for another purpose
   */
  public String of(String purpose, String digest) {
    if (digest.startsWith(PREFIX)) {
      return digest;
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key(), ALGORITHM));
      mac.update(purpose.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return PREFIX
          + HexFormat.of().formatHex(mac.doFinal(digest.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] key() {
    byte[] known = key;
    if (known == null) {
      known = secrets.find(KEY).orElseGet(() -> secrets.findOrPut(KEY, Random.randBytes(SIZE)));
      key = known;
    }
    return known;
  }
}
