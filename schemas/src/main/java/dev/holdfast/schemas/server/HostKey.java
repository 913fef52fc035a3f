package dev.holdfast.schemas.server;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A public key, as in a known_hosts line: the key type ({@code ssh-ed25519}) and the key blob in
 * base64.
 */
public record HostKey(String type, String key) {
  private static final Pattern TYPE = Pattern.compile("[a-z0-9@.-]{3,64}");

  public HostKey {
    if (!TYPE.matcher(type).matches()) {
      throw new IllegalArgumentException("'" + type + "' is not a type of SSH keys");
    }
    Base64.getDecoder().decode(key);
  }

  /**
   * Reads {@code TYPE BASE64 [COMMENT]}.
   *
   * @throws IllegalArgumentException if the line is not a public key
   */
  public static HostKey parse(String line) {
    String[] parts = line.strip().split("\\s+", 3);
    if (parts.length < 2) {
      throw new IllegalArgumentException("a host key reads 'TYPE BASE64', not '" + line + "'");
    }
    return new HostKey(parts[0], parts[1]);
  }

  /** Whether it is an OpenSSH certificate for a key, and not the key itself. */
  public boolean certified() {
    return type.endsWith("-cert-v01@openssh.com");
  }

  /** The SHA-256 fingerprint as OpenSSH prints it: {@code SHA256:} and unpadded base64. */
  public String fingerprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(key));
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The key as {@code TYPE BASE64}. */
  public String line() {
    return type + " " + key;
  }
}
