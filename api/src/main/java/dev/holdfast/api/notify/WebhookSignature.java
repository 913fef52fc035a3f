package dev.holdfast.api.notify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signatures as Standard Webhooks has them: {@code v1,} and an HMAC-SHA-256 in base64. */
final class WebhookSignature {
  /** With which a key begins whose rest is base64. */
  private static final String BASE64_KEY = "whsec_";

  private static final int SHORTEST = 16;
  private static final String ALGORITHM = "HmacSHA256";

  private WebhookSignature() {}

  /**
   * The bytes of a key.
   *
   * @throws IllegalArgumentException if it is too short, or not the base64 that it says to be
   */
  static byte[] key(String text) {
    byte[] key;
    if (text.startsWith(BASE64_KEY)) {
      try {
        key = Base64.getDecoder().decode(text.substring(BASE64_KEY.length()));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("begins with whsec_, and its rest is not base64", e);
      }
    } else {
      key = text.getBytes(StandardCharsets.UTF_8);
    }
    if (key.length < SHORTEST) {
      throw new IllegalArgumentException("is shorter than " + SHORTEST + " bytes");
    }
    return key;
  }

  /** Signs a message. */
  static String of(byte[] key, String id, long timestamp, String body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      byte[] signature =
          mac.doFinal((id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
