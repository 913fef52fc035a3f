package dev.holdfast.schemas.change;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A public key by what is in it.
 *
 * @param type as in a public key line, such as {@code ssh-ed25519}
 * @param bits its size
 */
public record PublicKeyBlob(String type, int bits) {

  /** The key in this base64; empty where it holds none. */
  public static Optional<PublicKeyBlob> read(String base64) {
    try {
      ByteBuffer blob = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
      String type = new String(field(blob), StandardCharsets.US_ASCII);
      return Optional.of(new PublicKeyBlob(type, bits(type, blob)));
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  private static int bits(String type, ByteBuffer blob) {
    if (type.equals("ssh-rsa")) {
      byte[] _ = field(blob);
      return new BigInteger(field(blob)).bitLength();
    }
    if (type.equals("ssh-dss")) {
      return new BigInteger(field(blob)).bitLength();
    }
    byte[] first = field(blob);
    if (!type.contains("ecdsa")) {
      return first.length * Byte.SIZE;
    }
    String curve = new String(first, StandardCharsets.US_ASCII);
    return Integer.parseInt(curve.replaceFirst("^nistp", ""));
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

  /** The kind of key for people, such as {@code RSA}. */
  public String name() {
    return switch (type) {
      case "ssh-rsa" -> "RSA";
      case "ssh-dss" -> "DSA";
      case "ssh-ed25519", "sk-ssh-ed25519@openssh.com" -> "Ed25519";
      default -> type.contains("ecdsa") ? "ECDSA" : type;
    };
  }
}
