package dev.holdfast.schemas.serversetup;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Judges public keys by what is in them, not by how long their text is. */
public final class PublicKeys {
  private static final int LEAST_RSA_BITS = 3072;

  private PublicKeys() {}

  /** What is wrong with a line of an authorized_keys file, as the end of a sentence; or null. */
  public static @Nullable String weakness(String line) {
    String[] parts = line.split(" ", 3);
    if (parts.length < 2) {
      return "reads '%s', not 'TYPE BASE64'".formatted(line);
    }
    try {
      ByteBuffer blob = ByteBuffer.wrap(Base64.getDecoder().decode(parts[1]));
      if (!new String(field(blob), StandardCharsets.US_ASCII).equals(parts[0])) {
        return "says %s and is something else".formatted(parts[0]);
      }
      if (parts[0].equals("ssh-rsa")) {
        field(blob);
        int bits = new BigInteger(field(blob)).bitLength();
        if (bits < LEAST_RSA_BITS) {
          return "is RSA with %d bits; use Ed25519, or RSA with at least %d"
              .formatted(bits, LEAST_RSA_BITS);
        }
      }
      return null;
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      return "is not a public key: its base64 is broken";
    }
  }

  private static byte[] field(ByteBuffer blob) {
    int length = blob.getInt();
    if (length < 0 || length > blob.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] field = new byte[length];
    blob.get(field);
    return field;
  }
}
