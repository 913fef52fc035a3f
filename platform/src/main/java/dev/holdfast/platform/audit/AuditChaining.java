package dev.holdfast.platform.audit;

import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.DataKeys;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.audit.AuditEntry.Part;
import dev.holdfast.schemas.audit.AuditChain;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives records of the audit their places in the chains of their organisations, those that are
 * committed at the time; whoever writes records waits for none of it. Of several processes one does
 * it at a time.
 */
public final class AuditChaining {
  /** The advisory lock of whoever chains. */
  private static final long CHAINING = 0x686f6c64_636861L;

  private static final Logger LOG = LoggerFactory.getLogger(AuditChaining.class);
  private static final int MOST = 500;

  private final Jdbi jdbi;
  private final DataKeys keys;
  private final AuditSalts salts;

  public AuditChaining(Jdbi jdbi, AtRest atRest) {
    this.jdbi = jdbi;
    this.keys = atRest.keys();
    this.salts = new AuditSalts(atRest.digests());
  }

  private record Waiting(AuditRow row, Part part) {}

  @SuppressWarnings("ArrayRecordComponent") // written at once, and never compared
  private record Leaf(String organisation, byte[] hash) {}

  private record Place(long record, Part part) {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Head(long position, byte[] hash) {}

  /**
   * Chains some of what waits.
   *
   * @return how many waited; 0 if none does, or another process chains them
   */
  public int chainSome() {
    Map<KeyOwner, DataKey> known = new HashMap<>();
    // Before the transaction, which must not wait for another.
    List<Waiting> waiting = readable(known);
    if (waiting.isEmpty()) {
      return 0;
    }
    Map<Place, Leaf> leaves = new HashMap<>();
    for (Waiting one : waiting) {
      AuditRecord record = opened(one.row(), known.get(one.row().owner()));
      byte[] salt = HexFormat.of().parseHex(salts.of(record.id(), one.part()));
      String json = AuditEntry.json(AuditEntry.content(record, one.part()));
      leaves.put(
          new Place(record.id(), one.part()),
          new Leaf(record.organisation(), AuditChain.leaf(salt, json)));
    }
    return jdbi.inTransaction(handle -> {
      boolean alone =
          handle
              .createQuery("select pg_try_advisory_xact_lock(:lock)")
              .bind("lock", CHAINING)
              .mapTo(Boolean.class)
              .one();
      if (!alone) {
        return 0;
      }
      chain(handle, waiting, leaves);
      return waiting.size();
    });
  }

  /**
   * What waits, with the keys of its months. A key that cannot be decrypted, such as while a
   * changed keyset is on its way to this machine, keeps its month waiting, and nothing else.
   */
  private List<Waiting> readable(Map<KeyOwner, DataKey> known) {
    Set<String> without = new HashSet<>();
    while (true) {
      List<Waiting> waiting = waiting(without);
      int before = without.size();
      for (KeyOwner owner : waiting.stream().map(one -> one.row().owner()).distinct().toList()) {
        try {
          keys.find(owner).ifPresent(key -> known.put(owner, key));
        } catch (IllegalStateException e) {
          LOG.warn("The audit of {} cannot be read, and waits: {}", owner.id(), e.toString());
          without.add(owner.id());
        }
      }
      if (without.size() == before) {
        return waiting;
      }
    }
  }

  /** A record whose texts are not those that were written is chained as what it is: unreadable. */
  private static AuditRecord opened(AuditRow row, @Nullable DataKey key) {
    try {
      return row.open(key);
    } catch (IllegalStateException e) {
      LOG.warn("Record {} of the audit cannot be read: {}", row.clear().id(), e.toString());
      return row.clear();
    }
  }

  /** What an earlier version has left in clear waits until it is encrypted. */
  private List<Waiting> waiting(Set<String> without) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select a.*, u.part from audit_unchained u
                join command_audit a on a.id = u.record
                where a.command is null and a.error is null
                  and to_char(a.at at time zone 'UTC', 'YYYY-MM') <> all(:without)
                order by u.record, u.part limit :most
                """)
            .bindArray("without", String.class, without)
            .bind("most", MOST)
            .map((rs, _) -> new Waiting(AuditRow.read(rs), Part.of(rs.getString("part"))))
            .list());
  }

  private static void chain(Handle handle, List<Waiting> waiting, Map<Place, Leaf> leaves) {
    List<Place> taken = taken(handle, waiting);
    Map<String, Head> heads = new HashMap<>();
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into audit_chain (organisation, position, record, part, leaf, hash)
            values (:organisation, :position, :record, :part, :leaf, :hash)
            """);
    for (Place place : taken) {
      Leaf leaf = leaves.get(place);
      if (leaf == null) {
        throw new IllegalStateException("entry " + place + " was not read");
      }
      Head before = heads.computeIfAbsent(leaf.organisation(), name -> head(handle, name));
      long position = before.position() + 1;
      byte[] hash = AuditChain.hash(before.hash(), position, leaf.hash());
      heads.put(leaf.organisation(), new Head(position, hash));
      batch
          .bind("organisation", leaf.organisation())
          .bind("position", position)
          .bind("record", place.record())
          .bind("part", place.part().word())
          .bind("leaf", leaf.hash())
          .bind("hash", hash)
          .add();
    }
    if (!taken.isEmpty()) {
      batch.execute();
    }
  }

  /** Those that still wait, in their order; another process may have chained some meanwhile. */
  private static List<Place> taken(Handle handle, List<Waiting> waiting) {
    return handle
        .createQuery(
            """
            with taken as (
              delete from audit_unchained
              where (record, part) in (
                select * from unnest(cast(:records as bigint[]), cast(:parts as text[])))
              returning record, part)
            select record, part from taken t
            where not exists (
              select from audit_chain c where c.record = t.record and c.part = t.part)
            order by record, part
            """)
        .bindArray(
            "records", Long.class, waiting.stream().map(one -> one.row().clear().id()).toList())
        .bindArray("parts", String.class, waiting.stream().map(one -> one.part().word()).toList())
        .map((rs, _) -> new Place(rs.getLong(1), Part.of(rs.getString(2))))
        .list();
  }

  private static Head head(Handle handle, String organisation) {
    return handle
        .createQuery(
            """
            select position, hash from (
              (select position, hash from audit_chain where organisation = :organisation
                order by position desc limit 1)
              union all
              (select position, hash from audit_checkpoints where organisation = :organisation
                order by position desc limit 1)) known
            order by position desc limit 1
            """)
        .bind("organisation", organisation)
        .map((rs, _) -> new Head(rs.getLong(1), rs.getBytes(2)))
        .findOne()
        .orElseGet(() -> new Head(0, AuditChain.genesis()));
  }
}
