package dev.holdfast.platform.ssh;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Public keys of the kinds that we use: Ed25519, ECDSA over NIST curves, RSA. */
public final class PublicKeys {
  /** Below it an RSA key is too weak to be let in. */
  public static final int LEAST_RSA_BITS = 3072;

  private static final byte[] ED25519_HEADER = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final int ED25519_BYTES = 32;
  private static final int UNCOMPRESSED = 4;

  private PublicKeys() {}

  /**
   * Reads a key blob, which must hold nothing else.
   *
   * @throws IllegalArgumentException if it is damaged, or a kind of key that we do not use
   */
  public static PublicKey read(byte[] blob) {
    Wire wire = new Wire(blob);
    PublicKey key = read(wire.text(), wire);
    if (!wire.atEnd()) {
      throw new IllegalArgumentException("has something behind it");
    }
    return key;
  }

  /** Reads the part of a key that follows its type. */
  static PublicKey read(String type, Wire wire) {
    try {
      return switch (type) {
        case "ssh-ed25519" -> ed25519(wire.string());
        case "ssh-rsa" -> rsa(wire.mpint(), wire.mpint());
        case "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521" ->
            ecdsa(type.substring("ecdsa-sha2-".length()), wire.text(), wire.string());
        default -> throw new IllegalArgumentException("is of the type " + type);
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("is not a valid " + type + " key", e);
    }
  }

  /** The size of an RSA key in bits; that of any other is large enough. */
  public static int rsaBits(PublicKey key) {
    return key instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : Integer.MAX_VALUE;
  }

  /**
   * Whether a signature as SSH writes it is one of this key over the data; SHA-1 never counts.
   *
   * @throws IllegalArgumentException if the signature is damaged
   */
  static boolean verifies(byte[] keyBlob, byte[] data, byte[] signature) {
    PublicKey key = read(keyBlob);
    Wire wire = new Wire(signature);
    String algorithm = wire.text();
    byte[] value = wire.string();
    String type = new Wire(keyBlob).text();
    boolean fits = algorithm.equals(type) ? !type.equals("ssh-rsa") : type.equals("ssh-rsa");
    if (!fits || !wire.atEnd()) {
      return false;
    }
    String jca =
        switch (algorithm) {
          case "ssh-ed25519" -> "Ed25519";
          case "rsa-sha2-256" -> "SHA256withRSA";
          case "rsa-sha2-512" -> "SHA512withRSA";
          case "ecdsa-sha2-nistp256" -> "SHA256withECDSA";
          case "ecdsa-sha2-nistp384" -> "SHA384withECDSA";
          case "ecdsa-sha2-nistp521" -> "SHA512withECDSA";
          default -> "";
        };
    if (jca.isEmpty()) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance(jca);
      verifier.initVerify(key);
      verifier.update(data);
      return verifier.verify(jca.endsWith("ECDSA") ? der(new Wire(value)) : value);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static PublicKey ed25519(byte[] point) throws GeneralSecurityException {
    if (point.length != ED25519_BYTES) {
      throw new IllegalArgumentException("is not a valid ssh-ed25519 key");
    }
    byte[] encoded = Arrays.copyOf(ED25519_HEADER, ED25519_HEADER.length + ED25519_BYTES);
    System.arraycopy(point, 0, encoded, ED25519_HEADER.length, ED25519_BYTES);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  private static PublicKey rsa(BigInteger exponent, BigInteger modulus)
      throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
  }

  private static PublicKey ecdsa(String curve, String named, byte[] point)
      throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp" + curve.substring("nistp".length()) + "r1"));
    ECParameterSpec spec = parameters.getParameterSpec(ECParameterSpec.class);
    int bytes = (spec.getCurve().getField().getFieldSize() + 7) / 8;
    if (!named.equals(curve) || point.length != 1 + 2 * bytes || point[0] != UNCOMPRESSED) {
      throw new IllegalArgumentException("is not a valid ecdsa-sha2-" + curve + " key");
    }
    var x = new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + bytes));
    var y = new BigInteger(1, Arrays.copyOfRange(point, 1 + bytes, point.length));
    return KeyFactory.getInstance("EC")
        .generatePublic(new ECPublicKeySpec(new ECPoint(x, y), spec));
  }

  /** SSH writes r and s of an ECDSA signature by themselves, Java wants them as a sequence. */
  private static byte[] der(Wire pair) {
    byte[] r = pair.mpint().toByteArray();
    byte[] s = pair.mpint().toByteArray();
    int length = 4 + r.length + s.length;
    byte[] header =
        length < 0x80
            ? new byte[] {0x30, (byte) length}
            : new byte[] {0x30, (byte) 0x81, (byte) length};
    byte[] der = Arrays.copyOf(header, header.length + length);
    int at = header.length;
    der[at++] = 2;
    der[at++] = (byte) r.length;
    System.arraycopy(r, 0, der, at, r.length);
    at += r.length;
    der[at++] = 2;
    der[at++] = (byte) s.length;
    System.arraycopy(s, 0, der, at, s.length);
    return der;
  }
}
