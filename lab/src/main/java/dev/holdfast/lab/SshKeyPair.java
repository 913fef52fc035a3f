package dev.holdfast.lab;

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

/**
 * A new Ed25519 key pair in OpenSSH's own formats, so that no ssh-keygen is needed on this side.
 */
record SshKeyPair(String privateKey, String publicKey) {

  private static final String TYPE = "ssh-ed25519";
  private static final int BLOCK = 8;

  static SshKeyPair generate(String comment) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
      byte[] encoded = pair.getPublic().getEncoded();
      // The X.509 form ends with the 32 bytes of the point, which are what SSH wants.
      byte[] point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
      byte[] blob = concat(string(TYPE), string(point));
      return new SshKeyPair(
          armour(seed, point, blob, comment),
          TYPE + " " + Base64.getEncoder().encodeToString(blob) + " " + comment);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The unencrypted "openssh-key-v1" container (PROTOCOL.key of OpenSSH). */
  private static String armour(byte[] seed, byte[] point, byte[] blob, String comment) {
    byte[] check = number(new SecureRandom().nextInt());
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
    byte[] file =
        concat(
            "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII),
            string("none"),
            string("none"),
            string(""),
            number(1),
            string(blob),
            string(concat(secret, padding)));
    String body = Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(file);
    return "-----BEGIN OPENSSH PRIVATE KEY-----\n" + body + "\n-----END OPENSSH PRIVATE KEY-----\n";
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
