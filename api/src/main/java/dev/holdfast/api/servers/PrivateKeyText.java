package dev.holdfast.api.servers;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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

  /** What is wrong with the text; empty if it is a good key. */
  static Optional<String> fault(String text) {
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
    return faultOf(pem.group(1), pem.group(2));
  }

  private static Optional<String> faultOf(String kind, String body) {
    if (kind.endsWith("PUBLIC KEY") || kind.endsWith("CERTIFICATE")) {
      return Optional.of(
          "is a " + kind.toLowerCase(Locale.ROOT) + "; give the private key that belongs to it");
    }
    if (kind.equals("ENCRYPTED PRIVATE KEY") || body.contains("Proc-Type: 4,ENCRYPTED")) {
      return protectedKey();
    }
    byte[] bytes;
    try {
      bytes = Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      return damaged();
    }
    return switch (kind) {
      case "OPENSSH PRIVATE KEY" -> openSsh(ByteBuffer.wrap(bytes));
      case "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
          derLength(bytes) == bytes.length ? Optional.empty() : damaged();
      default -> Optional.of("is a " + kind + ", which cannot log in over SSH");
    };
  }

  private static Optional<String> openSsh(ByteBuffer key) {
    try {
      byte[] magic = new byte[OPENSSH.length];
      key.get(magic);
      if (!Arrays.equals(magic, OPENSSH)) {
        return damaged();
      }
      var cipher = new String(string(key), StandardCharsets.US_ASCII);
      if (!cipher.equals("none")) {
        return protectedKey();
      }
      string(key); // the derivation of the key from the passphrase
      string(key); // and its options
      int keys = key.getInt();
      string(key); // the public key
      ByteBuffer secret = ByteBuffer.wrap(string(key));
      // Two equal random numbers lead the secret part, so that a wrong one is told from a right
      // one.
      int first = secret.getInt();
      int second = secret.getInt();
      boolean sound = keys == 1 && !key.hasRemaining() && first == second;
      return sound ? Optional.empty() : damaged();
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return damaged();
    }
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
    return Optional.of(
        "is protected by a passphrase, which workers cannot type; give a key without one"
            + " (ssh-keygen -p -N '' -f COPY_OF_THE_KEY)");
  }

  private static Optional<String> damaged() {
    return Optional.of("is damaged: it ends early or has something in it that is no key");
  }
}
