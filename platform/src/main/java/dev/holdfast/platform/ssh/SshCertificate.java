package dev.holdfast.platform.ssh;

import dev.holdfast.schemas.server.HostKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * An OpenSSH certificate (PROTOCOL.certkeys), parsed; nothing is trusted for being parsed.
 *
 * @param kind whom it is for
 * @param key the key that is certified
 * @param id what the authority calls it
 * @param serial its number, unsigned
 * @param principals the host names or users that it is for
 * @param validAfter from when on, in seconds since 1970, unsigned
 * @param validBefore until when, in seconds since 1970, unsigned
 * @param criticalOptions the names of what must be understood
 * @param authority the key that signed it
 * @param signed whether the signature is the authority's; SHA-1 never counts
 */
public record SshCertificate(
    Kind kind,
    HostKey key,
    String id,
    long serial,
    List<String> principals,
    long validAfter,
    long validBefore,
    List<String> criticalOptions,
    HostKey authority,
    boolean signed) {
  private static final String SUFFIX = "-cert-v01@openssh.com";

  /** Whom a certificate is for. */
  public enum Kind {
    USER,
    HOST
  }

  /**
   * Reads a certificate's blob.
   *
   * @throws IllegalArgumentException if it is damaged, or of a kind that we do not use
   */
  public static SshCertificate read(byte[] blob) {
    Wire wire = new Wire(blob);
    String type = wire.text();
    if (!type.endsWith(SUFFIX)) {
      throw new IllegalArgumentException("is a key of type " + type + ", not a certificate");
    }
    String plain = type.substring(0, type.length() - SUFFIX.length());
    wire.string(); // the nonce
    int from = wire.position();
    PublicKey _ = PublicKeys.read(plain, wire);
    HostKey key = key(plain, Arrays.copyOfRange(blob, from, wire.position()));
    long serial = wire.uint64();
    int kind = wire.uint32();
    if (kind != 1 && kind != 2) {
      throw new IllegalArgumentException("is neither for a user nor for a host");
    }
    String id = wire.text();
    List<String> principals = new Wire(wire.string()).texts();
    long validAfter = wire.uint64();
    long validBefore = wire.uint64();
    List<String> critical = names(new Wire(wire.string()));
    wire.string(); // extensions, which may be passed over
    wire.string(); // reserved
    byte[] authority = wire.string();
    byte[] data = Arrays.copyOf(blob, wire.position());
    byte[] signature = wire.string();
    if (!wire.atEnd()) {
      throw new IllegalArgumentException("has something behind it");
    }
    return new SshCertificate(
        kind == 1 ? Kind.USER : Kind.HOST,
        key,
        id,
        serial,
        principals,
        validAfter,
        validBefore,
        critical,
        new HostKey(new Wire(authority).text(), Base64.getEncoder().encodeToString(authority)),
        PublicKeys.verifies(authority, data, signature));
  }

  /** Whether it is valid at this moment: validAfter ≤ now < validBefore. */
  public boolean validAt(Instant now) {
    long seconds = Math.max(0, now.getEpochSecond());
    return Long.compareUnsigned(validAfter, seconds) <= 0
        && Long.compareUnsigned(seconds, validBefore) < 0;
  }

  /** The time of its validity in words. */
  public String validity() {
    return "valid from "
        + (validAfter == 0 ? "always" : word(validAfter))
        + " to "
        + (validBefore == -1 ? "for ever" : word(validBefore));
  }

  private static String word(long seconds) {
    return Long.compareUnsigned(seconds, Instant.MAX.getEpochSecond()) > 0
        ? "the end of time"
        : Instant.ofEpochSecond(seconds).toString();
  }

  private static List<String> names(Wire options) {
    List<String> names = new ArrayList<>();
    while (!options.atEnd()) {
      names.add(options.text());
      options.string();
    }
    return names;
  }

  private static HostKey key(String type, byte[] rest) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    byte[] blob =
        ByteBuffer.allocate(4 + name.length + rest.length)
            .putInt(name.length)
            .put(name)
            .put(rest)
            .array();
    return new HostKey(type, Base64.getEncoder().encodeToString(blob));
  }
}
