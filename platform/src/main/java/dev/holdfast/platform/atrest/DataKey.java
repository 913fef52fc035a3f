package dev.holdfast.platform.atrest;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Random;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

/** Encrypts what one owner has, with AES-256-GCM. Immutable and thread-safe. */
public final class DataKey {
  /** Bytes that a sealed value has more than the value: version, nonce and tag. */
  public static final int OVERHEAD = 1 + 12 + 16;

  private static final byte VERSION = 1;
  private static final int SIZE = 32;

  private final byte[] secret;
  private final AesGcmJce aead;

  DataKey(byte[] secret) throws GeneralSecurityException {
    this.secret = secret.clone();
    this.aead = new AesGcmJce(secret);
  }

  /** A new key, of nobody yet. */
  public static DataKey generate() {
    try {
      return new DataKey(Random.randBytes(SIZE));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  byte[] secret() {
    return secret.clone();
  }

  /** Encrypts a value for its place. */
  byte[] seal(byte[] plain, byte[] place) {
    try {
      byte[] cipher = aead.encrypt(plain, place);
      return ByteBuffer.allocate(1 + cipher.length).put(VERSION).put(cipher).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Decrypts the value of a place.
   *
   * @throws GeneralSecurityException if it was encrypted with another key or for another place, or
   *     was tampered with
   */
  byte[] open(byte[] sealed, byte[] place) throws GeneralSecurityException {
    ByteBuffer value = ByteBuffer.wrap(sealed);
    if (!value.hasRemaining() || value.get() != VERSION) {
      throw new GeneralSecurityException("encrypted in a way that is not known here");
    }
    byte[] cipher = new byte[value.remaining()];
    value.get(cipher);
    return aead.decrypt(cipher, place);
  }
}
