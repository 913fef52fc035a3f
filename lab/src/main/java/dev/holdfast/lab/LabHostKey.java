package dev.holdfast.lab;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A server's public host key, {@code type} as in {@code ssh-ed25519} and {@code base64} its blob.
 */
public record LabHostKey(String type, String base64) {

  /** Reads a line {@code TYPE BASE64 [COMMENT]} of a {@code .pub} file. */
  static LabHostKey parse(String line) {
    String[] parts = line.strip().split("\\s+", 3);
    if (parts.length < 2) {
      throw new LabException("not a public key: " + line);
    }
    return new LabHostKey(parts[0], parts[1]);
  }

  /** The key as OpenSSH writes it, without a comment. */
  public String publicKey() {
    return type + " " + base64;
  }

  /** {@code SHA256:…} as ssh-keygen prints it. */
  public String fingerprint() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(base64));
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
