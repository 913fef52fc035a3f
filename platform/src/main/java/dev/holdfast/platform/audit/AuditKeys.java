package dev.holdfast.platform.audit;

import dev.holdfast.platform.secret.Keyset;
import dev.holdfast.platform.secret.KeysetColumn;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The Ed25519 keys that sign checkpoints of the audit, their private parts encrypted by the
 * platform's keyset and bound to their ids.
 */
public final class AuditKeys {
  private static final String ALGORITHM = "Ed25519";

  /** What the keyset encrypts of them. */
  public static final KeysetColumn COLUMN =
      new KeysetColumn("audit_keys", "id", "text", "private_sealed", AuditKeys::associated);

  private final Jdbi jdbi;
  private final Keyset keyset;

  public AuditKeys(Jdbi jdbi, Keyset keyset) {
    this.jdbi = jdbi;
    this.keyset = keyset;
  }

  /**
   * What a signature is checked with.
   *
   * @param publicKey as X.509 has it, in Base64
   */
  public record PublicKey(String id, String publicKey, Instant createdAt) {}

  /** What signs. */
  record SigningKey(String id, PrivateKey key) {
    byte[] sign(byte[] text) {
      try {
        Signature signature = Signature.getInstance(ALGORITHM);
        signature.initSign(key);
        signature.update(text);
        return signature.sign();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Those that have signed, the newest first. */
  public List<PublicKey> list() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "select id, public_key, created_at from audit_keys order by created_at desc")
            .map((rs, _) ->
                new PublicKey(
                    rs.getString(1),
                    Base64.getEncoder().encodeToString(rs.getBytes(2)),
                    rs.getObject(3, OffsetDateTime.class).toInstant()))
            .list());
  }

  /** The one that signs now; made where there is none, under the lock of whoever signs. */
  SigningKey current(Handle handle) {
    return handle
        .createQuery(
            "select id, private_sealed from audit_keys order by created_at desc, id limit 1")
        .map((rs, _) -> open(rs.getString(1), rs.getBytes(2)))
        .findOne()
        .orElseGet(() -> make(handle));
  }

  SigningKey of(Handle handle, String id) {
    return handle
        .createQuery("select id, private_sealed from audit_keys where id = :id")
        .bind("id", id)
        .map((rs, _) -> open(rs.getString(1), rs.getBytes(2)))
        .one();
  }

  private SigningKey make(Handle handle) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      String id = "ak-" + UUID.randomUUID().toString().substring(0, 8);
      handle.execute(
          "insert into audit_keys (id, public_key, private_sealed) values (?, ?, ?)",
          id,
          pair.getPublic().getEncoded(),
          keyset.encrypt(pair.getPrivate().getEncoded(), associated(id)));
      return new SigningKey(id, pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private SigningKey open(String id, byte[] sealed) {
    try {
      byte[] encoded = keyset.decrypt(sealed, associated(id));
      return new SigningKey(
          id, KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "Audit key '" + id + "' cannot be decrypted with the keys of this platform", e);
    }
  }

  private static byte[] associated(String id) {
    return ("audit-key/" + id).getBytes(StandardCharsets.UTF_8);
  }
}
