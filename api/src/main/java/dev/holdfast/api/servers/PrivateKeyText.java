package dev.holdfast.api.servers;

import dev.holdfast.platform.ssh.PublicKeys;
import dev.holdfast.platform.ssh.Wire;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks that a text is a private key that workers can log in with; what it holds is not kept. */
final class PrivateKeyText {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s+(.*?)\\s*-----END \\1-----", Pattern.DOTALL);
  private static final Pattern PUBLIC =
      Pattern.compile(
          "(ssh-|ecdsa-sha2-|sk-ssh-|sk-ecdsa-)\\S+\\s.*|---- BEGIN SSH2 PUBLIC.*", Pattern.DOTALL);
  private static final byte[] OPENSSH = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
  private static final int DER_SEQUENCE = 0x30;

  private PrivateKeyText() {}

  /**
   * What is wrong with the text; empty if it is a good key.
   *
   * @param opened whether a passphrase came with it
   */
  static Optional<String> fault(String text, boolean opened) {
    String key = text.strip();
    if (key.isEmpty()) {
      return Optional.of("is empty; give the text of a private key in OpenSSH or PEM format");
    }
    if (PUBLIC.matcher(key).matches()) {
      return Optional.of("is a public key; give the private key, the file without .pub");
    }
    if (key.startsWith("PuTTY-User-Key-File")) {
      return Optional.of(
          "is in PuTTY's format; convert it with: puttygen KEY.ppk -O private-openssh -o KEY");
    }
    Matcher pem = PEM.matcher(key);
    if (!pem.matches()) {
      return Optional.of("is not a private key in OpenSSH or PEM format");
    }
    return faultOf(pem.group(1), pem.group(2), opened);
  }

  /** The public key in a key in OpenSSH's format; no other format has it unencrypted. */
  static Optional<byte[]> publicPart(String text) {
    Matcher pem = PEM.matcher(text.strip());
    if (!pem.matches() || !pem.group(1).equals("OPENSSH PRIVATE KEY")) {
      return Optional.empty();
    }
    try {
      ByteBuffer key = ByteBuffer.wrap(Base64.getMimeDecoder().decode(pem.group(2)));
      key.position(OPENSSH.length);
      string(key); // the cipher
      string(key); // the derivation of its key from the passphrase
      string(key); // and its options
      key.getInt(); // the number of keys
      return Optional.of(string(key));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> faultOf(String kind, String body, boolean opened) {
    if (kind.endsWith("PUBLIC KEY") || kind.endsWith("CERTIFICATE")) {
      return Optional.of(
          "is a " + kind.toLowerCase(Locale.ROOT) + "; give the private key that belongs to it");
    }
    if (kind.equals("ENCRYPTED PRIVATE KEY") || body.contains("Proc-Type: 4,ENCRYPTED")) {
      return opened ? Optional.empty() : protectedKey();
    }
    byte[] bytes;
    try {
      bytes = Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      return damaged();
    }
    return switch (kind) {
      case "OPENSSH PRIVATE KEY" -> openSsh(ByteBuffer.wrap(bytes), opened);
      case "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
          derLength(bytes) == bytes.length
              ? weakness(kind, bytes).or(() -> needless(opened))
              : damaged();
      case "DSA PRIVATE KEY" -> dsa();
      default -> Optional.of("is a " + kind + ", which cannot log in over SSH");
    };
  }

  private static Optional<String> openSsh(ByteBuffer key, boolean opened) {
    try {
      byte[] magic = new byte[OPENSSH.length];
      key.get(magic);
      if (!Arrays.equals(magic, OPENSSH)) {
        return damaged();
      }
      var cipher = new String(string(key), StandardCharsets.US_ASCII);
      string(key); // the derivation of the key from the passphrase
      string(key); // and its options
      int keys = key.getInt();
      Optional<String> weakness = weakness(string(key));
      if (weakness.isPresent()) {
        return weakness;
      }
      if (!cipher.equals("none")) {
        return opened ? Optional.empty() : protectedKey();
      }
      ByteBuffer secret = ByteBuffer.wrap(string(key));
      // Two equal random numbers lead the secret part, so that a wrong one is told from a right
      // one.
      int first = secret.getInt();
      int second = secret.getInt();
      boolean sound = keys == 1 && !key.hasRemaining() && first == second;
      return sound ? needless(opened) : damaged();
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return damaged();
    }
  }

  /** What is wrong with a key of this public part. */
  private static Optional<String> weakness(byte[] publicKey) {
    String type = new Wire(publicKey).text();
    if (type.equals("ssh-dss")) {
      return dsa();
    }
    if (type.startsWith("sk-")) {
      return Optional.of(
          "needs a security key and a finger on it, which workers have not; give another key, or let"
              + " an agent log in");
    }
    int bits = PublicKeys.rsaBits(PublicKeys.read(publicKey));
    return bits < PublicKeys.LEAST_RSA_BITS
        ? Optional.of(LoginChecks.weak(bits))
        : Optional.empty();
  }

  private static Optional<String> weakness(String kind, byte[] der) {
    try {
      int bits = kind.equals("RSA PRIVATE KEY") ? modulus(der) : pkcs8(der);
      return bits < PublicKeys.LEAST_RSA_BITS
          ? Optional.of(LoginChecks.weak(bits))
          : Optional.empty();
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return damaged();
    }
  }

  /** The bits of an RSA key in PKCS #8; those of any other are enough. */
  private static int pkcs8(byte[] der) {
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der))
              instanceof RSAPrivateKey rsa
          ? rsa.getModulus().bitLength()
          : Integer.MAX_VALUE;
    } catch (GeneralSecurityException e) {
      return Integer.MAX_VALUE;
    }
  }

  /** The bits of the modulus, the second number of an RSA key in PKCS #1. */
  private static int modulus(byte[] der) {
    ByteBuffer key = ByteBuffer.wrap(der);
    derHeader(key); // the sequence
    int version = derHeader(key);
    key.position(key.position() + version);
    byte[] modulus = new byte[derHeader(key)];
    key.get(modulus);
    return new BigInteger(1, modulus).bitLength();
  }

  /** Passes over a tag and a length, and returns the length. */
  private static int derHeader(ByteBuffer der) {
    der.get();
    int first = der.get() & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < Math.min(first - 0x80, 3); i++) {
      length = (length << 8) | (der.get() & 0xff);
    }
    return Math.min(length, der.remaining());
  }

  private static byte[] string(ByteBuffer from) {
    int length = from.getInt();
    if (length < 0 || length > from.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }

  /** The length of a DER sequence with its header; -1 if it is none. */
  private static int derLength(byte[] der) {
    if (der.length < 4 || der[0] != DER_SEQUENCE) {
      return -1;
    }
    int first = der[1] & 0xff;
    if (first < 0x80) {
      return 2 + first;
    }
    int count = first - 0x80;
    if (count < 1 || count > 2) {
      return -1;
    }
    int length = 0;
    for (int i = 0; i < count; i++) {
      length = (length << 8) | (der[2 + i] & 0xff);
    }
    return 2 + count + length;
  }

  private static Optional<String> protectedKey() {
    return Optional.of("is protected by a passphrase; give that too (--passphrase-file FILE)");
  }

  private static Optional<String> needless(boolean opened) {
    return opened
        ? Optional.of("is not protected, yet a passphrase came with it; leave that out")
        : Optional.empty();
  }

  private static Optional<String> dsa() {
    return Optional.of("is a DSA key, which is broken; make another: ssh-keygen -t ed25519");
  }

  private static Optional<String> damaged() {
    return Optional.of("is damaged: it ends early or has something in it that is not a key");
  }
}
