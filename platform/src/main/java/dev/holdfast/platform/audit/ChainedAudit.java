package dev.holdfast.platform.audit;

import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.DataKeys;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.audit.AuditEntry.Part;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The chain of an organisation's audit, as whoever checks it reads it. */
public final class ChainedAudit {
  private static final Logger LOG = LoggerFactory.getLogger(ChainedAudit.class);
  private static final HexFormat HEX = HexFormat.of();

  private final Jdbi jdbi;
  private final DataKeys keys;
  private final AuditSalts salts;

  public ChainedAudit(Jdbi jdbi, AtRest atRest) {
    this.jdbi = jdbi;
    this.keys = atRest.keys();
    this.salts = new AuditSalts(atRest.digests());
  }

  private record Row(
      long position,
      long record,
      Part part,
      String leaf,
      String hash,
      @Nullable AuditRow content) {}

  /** The entries after a position, in their order. */
  public List<AuditEntry> after(String organisation, long position, int limit) {
    List<Row> rows =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select c.position, c.record, c.part, c.leaf, c.hash, a.*
                    from audit_chain c left join command_audit a
                      on a.id = c.record and a.organisation = c.organisation
                    where c.organisation = :organisation and c.position > :after
                    order by c.position limit :limit
                    """)
                .bind("organisation", organisation)
                .bind("after", position)
                .bind("limit", limit)
                .map((rs, _) ->
                    new Row(
                        rs.getLong("position"),
                        rs.getLong("record"),
                        Part.of(rs.getString("part")),
                        HEX.formatHex(rs.getBytes("leaf")),
                        HEX.formatHex(rs.getBytes("hash")),
                        rs.getObject("id") == null ? null : AuditRow.read(rs)))
                .list());
    Map<KeyOwner, DataKey> known =
        keys.find(
            rows.stream()
                .map(Row::content)
                .flatMap(Stream::ofNullable)
                .map(AuditRow::owner)
                .distinct()
                .toList());
    return rows.stream().map(row -> entry(row, known)).toList();
  }

  private AuditEntry entry(Row row, Map<KeyOwner, DataKey> known) {
    AuditRow content = row.content();
    boolean erased = content != null && known.get(content.owner()) == null;
    return new AuditEntry(
        row.position(),
        salts.of(row.record(), row.part()),
        row.leaf(),
        row.hash(),
        content == null || erased
            ? null
            : read(content, Objects.requireNonNull(known.get(content.owner())), row.part()),
        erased);
  }

  /** Null where the texts are not those that were written. */
  private static @Nullable SortedMap<String, Object> read(
      AuditRow content, DataKey key, Part part) {
    try {
      return AuditEntry.content(content.open(key), part);
    } catch (IllegalStateException | IllegalArgumentException e) {
      LOG.warn("Record {} of the audit cannot be read: {}", content.clear().id(), e.toString());
      return null;
    }
  }

  /**
   * Records of which the beginning or the end is in no chain and does not wait for it: somebody has
   * put them there past the database's triggers. Looks at every record.
   */
  public long unchained(String organisation) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select count(*) from command_audit a
                where a.organisation = :organisation
                  and (not exists (select from audit_chain c where c.record = a.id)
                      and not exists (select from audit_unchained u where u.record = a.id)
                    or a.outcome <> 'started'
                      and not exists (
                        select from audit_chain c where c.record = a.id and c.part = 'ended')
                      and not exists (
                        select from audit_unchained u where u.record = a.id and u.part = 'ended'))
                """)
            .bind("organisation", organisation)
            .mapTo(Long.class)
            .one());
  }
}
