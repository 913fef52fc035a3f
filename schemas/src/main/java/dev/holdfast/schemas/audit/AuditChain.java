package dev.holdfast.schemas.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * How the entries of an audit hang together: the hash of each covers its content, its position and
 * the hash of the one before, so that none can be changed, removed, inserted or moved without every
 * later hash being another.
 */
public final class AuditChain {
  private static final byte[] LINK = "holdfast audit 1".getBytes(StandardCharsets.US_ASCII);

  private AuditChain() {}

  /** What stands before the first entry. */
  public static byte[] genesis() {
    return new byte[32];
  }

  /**
   * The SHA-256 of a salt and the content of an entry.
   *
   * @param salt keeps whoever reads the hashes from trying contents
   * @param json the content as compact JSON, its members in their order
   */
  public static byte[] leaf(byte[] salt, String json) {
    return sha256(salt, json.getBytes(StandardCharsets.UTF_8));
  }

  /** The hash of an entry at a position, counted from 1. */
  public static byte[] hash(byte[] before, long position, byte[] leaf) {
    return sha256(LINK, before, ByteBuffer.allocate(Long.BYTES).putLong(position).array(), leaf);
  }

  /** What the signature of a checkpoint is about: four lines. */
  public static byte[] checkpoint(String organisation, long position, String hash, Instant at) {
    return "holdfast audit checkpoint\n%s\n%d %s\n%s\n"
        .formatted(organisation, position, hash, at)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What the signature of a cut is about: that all up to this entry was deleted as too old. */
  public static byte[] cut(String organisation, long position, String hash) {
    return "holdfast audit cut\n%s\n%d %s\n"
        .formatted(organisation, position, hash)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
