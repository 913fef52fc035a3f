package dev.holdfast.platform.ssh;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.Base64;

/** Makes Ed25519 key pairs in OpenSSH's own format, without a passphrase. */
public final class NewKeyPair {
  private static final String TYPE = "ssh-ed25519";
  private static final int BLOCK = 8;
  private static final int POINT = 32;
  private static final int LINE = 70;
  private static final SecureRandom RANDOM = new SecureRandom();

  private NewKeyPair() {}

  /** The private key of a new pair, which holds its public key as well. */
  public static String privateKey(String comment) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
      byte[] encoded = pair.getPublic().getEncoded();
      // The X.509 form ends with the point.
      byte[] point = Arrays.copyOfRange(encoded, encoded.length - POINT, encoded.length);
      return armoured(file(seed, point, comment));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** OpenSSH's PROTOCOL.key, "openssh-key-v1". */
  private static byte[] file(byte[] seed, byte[] point, String comment) {
    byte[] check = number(RANDOM.nextInt());
    byte[] secret =
        concat(
            check,
            check,
            string(TYPE),
            string(point),
            string(concat(seed, point)),
            string(comment));
    byte[] padding = new byte[(BLOCK - secret.length % BLOCK) % BLOCK];
    for (int i = 0; i < padding.length; i++) {
      padding[i] = (byte) (i + 1);
    }
    return concat(
        "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII),
        string("none"),
        string("none"),
        string(""),
        number(1),
        string(concat(string(TYPE), string(point))),
        string(concat(secret, padding)));
  }

  private static String armoured(byte[] file) {
    return "-----BEGIN OPENSSH PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(file)
        + "\n-----END OPENSSH PRIVATE KEY-----\n";
  }

  private static byte[] string(String text) {
    return string(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] string(byte[] bytes) {
    return concat(number(bytes.length), bytes);
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
