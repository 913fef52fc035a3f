package dev.holdfast.platform.atrest;

import com.google.crypto.tink.subtle.Random;
import dev.holdfast.platform.secret.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts contents that must not be read within a document that can be, such as a file with
 * secrets in a plan. Thread-safe.
 */
public final class SealedContents {
  private static final String KEY = "platform/content-key";
  private static final int SIZE = 32;

  private final Secrets secrets;
  private volatile @Nullable DataKey key;

  /**
   * @param secrets keep the key, so that every process has the same
   */
  public SealedContents(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * Encrypts a content, as text.
   *
   * @param place what it is of; it can be read nowhere else
   */
  public String seal(String place, byte[] content) {
    return Base64.getEncoder().encodeToString(key().seal(content, place(place)));
  }

  /**
   * Decrypts the content of a place.
   *
   * @throws IllegalStateException if it is not of this place, or was tampered with
   */
  public byte[] open(String place, String sealed) {
    try {
      return key().open(Base64.getDecoder().decode(sealed), place(place));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "The content of %s cannot be decrypted: it was changed, or is of something else"
              .formatted(place),
          e);
    }
  }

  private static byte[] place(String place) {
    return place.getBytes(StandardCharsets.UTF_8);
  }

  private DataKey key() {
    DataKey known = key;
    if (known == null) {
      try {
        known =
            new DataKey(
                secrets.find(KEY).orElseGet(() -> secrets.findOrPut(KEY, Random.randBytes(SIZE))));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
      key = known;
    }
    return known;
  }
}
