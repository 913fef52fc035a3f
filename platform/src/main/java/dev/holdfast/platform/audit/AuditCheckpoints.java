package dev.holdfast.platform.audit;

import dev.holdfast.platform.event.NewEvent;
import dev.holdfast.platform.event.Outbox;
import dev.holdfast.schemas.audit.AuditChain;
import dev.holdfast.schemas.event.EventKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Signs places of chains, so that what is kept of them elsewhere proves that nothing before was cut
 * off or made anew.
 */
public final class AuditCheckpoints {
  /** The advisory lock of whoever makes the key, signs, or cuts. */
  private static final long SIGNING = 0x686f6c64_7369676eL;

  private final Jdbi jdbi;
  private final AuditKeys keys;

  public AuditCheckpoints(Jdbi jdbi, AuditKeys keys) {
    this.jdbi = jdbi;
    this.keys = keys;
  }

  /** The newest ones of an organisation, the newest first, and the one where it was cut last. */
  public List<AuditCheckpoint> list(String organisation, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                (select * from audit_checkpoints where organisation = :organisation
                 order by position desc limit :limit)
                union
                (select * from audit_checkpoints
                 where organisation = :organisation and cut_signature is not null
                 order by position desc limit 1)
                order by position desc
                """)
            .bind("organisation", organisation)
            .bind("limit", limit)
            .map((rs, _) -> read(rs))
            .list());
  }

  /** Signs the end of an organisation's chain; empty if there is no chain yet. */
  public Optional<AuditCheckpoint> sign(String organisation) {
    return jdbi.inTransaction(handle -> {
      lock(handle);
      return handle
          .createQuery(
              """
              select position from audit_chain where organisation = :organisation
              order by position desc limit 1
              """)
          .bind("organisation", organisation)
          .mapTo(Long.class)
          .findOne()
          .map(position -> sign(handle, organisation, position))
          .or(() -> newest(handle, organisation));
    });
  }

  /** Signs the chains that have grown since they were signed last. */
  public int signAll() {
    List<String> grown =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select o.id from organisations o
                    where (select max(position) from audit_chain c where c.organisation = o.id)
                      > coalesce((select max(position) from audit_checkpoints k
                          where k.organisation = o.id), 0)
                    order by o.id
                    """)
                .mapTo(String.class)
                .list());
    grown.forEach(this::sign);
    return grown.size();
  }

  /** In the transaction of a handle that holds the lock. */
  AuditCheckpoint sign(Handle handle, String organisation, long position) {
    Optional<AuditCheckpoint> known = at(handle, organisation, position);
    if (known.isPresent()) {
      return known.get();
    }
    byte[] hash =
        handle
            .createQuery(
                """
                select hash from audit_chain
                where organisation = :organisation and position = :position
                """)
            .bind("organisation", organisation)
            .bind("position", position)
            .map((rs, _) -> rs.getBytes(1))
            .one();
    AuditKeys.SigningKey key = keys.current(handle);
    Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    String hex = HexFormat.of().formatHex(hash);
    byte[] signature = key.sign(AuditChain.checkpoint(organisation, position, hex, at));
    handle
        .createUpdate(
            """
            insert into audit_checkpoints (organisation, position, hash, at, key_id, signature)
            values (:organisation, :position, :hash, :at, :key, :signature)
            """)
        .bind("organisation", organisation)
        .bind("position", position)
        .bind("hash", hash)
        .bind("at", at.atOffset(ZoneOffset.UTC))
        .bind("key", key.id())
        .bind("signature", signature)
        .execute();
    String text = Base64.getEncoder().encodeToString(signature);
    Outbox.record(
        handle,
        new NewEvent(
            EventKind.AUDIT_CHECKPOINT,
            organisation,
            "audit",
            null,
            null,
            Map.of(
                "position", position,
                "hash", hex,
                "signedAt", at.toString(),
                "keyId", key.id(),
                "signature", text)));
    return new AuditCheckpoint(organisation, position, hex, at, key.id(), text, null);
  }

  /**
   * Signs that all up to a place is deleted; in the transaction of a handle that holds the lock.
   */
  void cut(Handle handle, String organisation, long position) {
    AuditCheckpoint place = sign(handle, organisation, position);
    if (place.cutSignature() != null) {
      return;
    }
    byte[] text = AuditChain.cut(organisation, position, place.hash());
    handle
        .createUpdate(
            """
            update audit_checkpoints set cut_signature = :signature
            where organisation = :organisation and position = :position
            """)
        .bind("signature", keys.of(handle, place.keyId()).sign(text))
        .bind("organisation", organisation)
        .bind("position", position)
        .execute();
  }

  /** Takes the lock under which places are signed and cut. */
  static void lock(Handle handle) {
    handle.execute("select pg_advisory_xact_lock(?)", SIGNING);
  }

  private static Optional<AuditCheckpoint> newest(Handle handle, String organisation) {
    return handle
        .createQuery(
            """
            select * from audit_checkpoints where organisation = :organisation
            order by position desc limit 1
            """)
        .bind("organisation", organisation)
        .map((rs, _) -> read(rs))
        .findOne();
  }

  private static Optional<AuditCheckpoint> at(Handle handle, String organisation, long position) {
    return handle
        .createQuery(
            """
            select * from audit_checkpoints
            where organisation = :organisation and position = :position
            """)
        .bind("organisation", organisation)
        .bind("position", position)
        .map((rs, _) -> read(rs))
        .findOne();
  }

  private static AuditCheckpoint read(ResultSet rs) throws SQLException {
    byte[] cut = rs.getBytes("cut_signature");
    return new AuditCheckpoint(
        rs.getString("organisation"),
        rs.getLong("position"),
        HexFormat.of().formatHex(rs.getBytes("hash")),
        rs.getObject("at", OffsetDateTime.class).toInstant(),
        rs.getString("key_id"),
        Base64.getEncoder().encodeToString(rs.getBytes("signature")),
        cut == null ? null : Base64.getEncoder().encodeToString(cut));
  }
}
