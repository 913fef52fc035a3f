package dev.holdfast.platform.namedsecret;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.DataKeys;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.atrest.SealedColumn;
import dev.holdfast.platform.credential.CredentialLeases;
import dev.holdfast.platform.credential.LeaseTerms;
import dev.holdfast.platform.event.NewEvent;
import dev.holdfast.platform.event.Outbox;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.event.EventKind;
import dev.holdfast.schemas.secret.SecretReference;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Secrets with names and versions, each encrypted with a data key of its own. Of a secret the
 * newest ten versions are kept. Thread-safe.
 */
public final class NamedSecrets {
  /** Bytes that a value may have. */
  public static final int LARGEST = 64 << 10;

  /** Versions that are kept of a secret. */
  public static final int VERSIONS = 10;

  private static final SealedColumn VALUE =
      new SealedColumn(
          KeyOwner.Kind.SECRET,
          "named_secret_versions",
          "secret",
          "value",
          SealedColumn.Type.BYTES,
          List.of("version"));

  private static final String NEWEST =
      """
      select s.*, v.* from named_secrets s
      join named_secret_versions v on v.secret = s.id and v.version = s.last_version
      """;

  private final Jdbi jdbi;
  private final DataKeys keys;
  private final NamedSecretUses uses;
  private final CredentialLeases leases;

  public NamedSecrets(Jdbi jdbi, DataKeys keys) {
    this.jdbi = jdbi;
    this.keys = keys;
    this.uses = new NamedSecretUses(jdbi);
    this.leases = new CredentialLeases(jdbi, keys);
  }

  /** Which operations have used them where. */
  public NamedSecretUses uses() {
    return uses;
  }

  /** What is leased to which operation. */
  public CredentialLeases leases() {
    return leases;
  }

  /**
   * What a secret becomes.
   *
   * @param value of a leased one its terms
   * @param description null to leave it as it is
   * @param labels null to leave them as they are
   * @param lease null for one with a value
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Setting(
      byte[] value,
      @Nullable String description,
      @Nullable Map<String, String> labels,
      @Nullable LeaseTerms lease) {
    /** A secret with a value. */
    public Setting(
        byte[] value, @Nullable String description, @Nullable Map<String, String> labels) {
      this(value, description, labels, null);
    }

    /** A leased one. */
    public static Setting leased(
        LeaseTerms terms, @Nullable String description, @Nullable Map<String, String> labels) {
      return new Setting(
          JsonPayloads.write(terms).getBytes(StandardCharsets.UTF_8), description, labels, terms);
    }
  }

  /** Sets a secret; the first time it is made, after that it gets a new version. */
  public NamedSecret set(String organisation, String name, Setting setting, String by) {
    Optional<NamedSecret> set = Optional.empty();
    while (set.isEmpty()) {
      jdbi.useHandle(handle ->
          handle.execute(
              """
              insert into named_secrets (organisation_id, name, created_by) values (?, ?, ?)
              on conflict do nothing
              """,
              organisation,
              name,
              by));
      // Empty only where somebody removed it in between.
      set = change(organisation, name, setting, by, true);
    }
    return set.get();
  }

  /** Gives a secret that is there a new version; empty if there is none of this name. */
  public Optional<NamedSecret> rotate(String organisation, String name, byte[] value, String by) {
    return change(organisation, name, new Setting(value, null, null), by, false);
  }

  private Optional<NamedSecret> change(
      String organisation, String name, Setting setting, String by, boolean isNew) {
    Optional<Long> id = id(organisation, name, isNew);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    // Before the transaction, which must not wait for another.
    DataKey key = keys.of(KeyOwner.secret(id.get()));
    return jdbi.inTransaction(handle -> {
      Optional<Integer> version =
          handle
              .createQuery(
                  """
                  update named_secrets set last_version = last_version + 1,
                    description = coalesce(:description, description),
                    labels = coalesce(cast(:labels as jsonb), labels),
                    lease = cast(:lease as jsonb)
                  where id = :id returning last_version
                  """)
              .bind("id", id.get())
              .bind("description", setting.description())
              .bind(
                  "labels", setting.labels() == null ? null : JsonPayloads.write(setting.labels()))
              .bind("lease", setting.lease() == null ? null : JsonPayloads.write(setting.lease()))
              .mapTo(Integer.class)
              .findOne();
      if (version.isEmpty()) {
        return Optional.empty();
      }
      insert(handle, id.get(), version.get(), setting.value(), key, by);
      return find(handle, organisation, name);
    });
  }

  private static void insert(
      Handle handle, long id, int version, byte[] value, DataKey key, String by) {
    handle
        .createUpdate(
            """
            insert into named_secret_versions (secret, version, value_sealed, bytes, set_by)
            values (:id, :version, :value, :bytes, :by)
            """)
        .bind("id", id)
        .bind("version", version)
        .bind("value", VALUE.seal(key, value, version))
        .bind("bytes", value.length)
        .bind("by", by)
        .execute();
    // What a server may still hold stays, so that it can be masked there: it may have gone back.
    handle.execute(
        """
        delete from named_secret_versions v where v.secret = ? and v.version <= ?
          and not exists (select from named_secret_uses u
            where u.secret = v.secret and u.version = v.version)
        """,
        id,
        version - VERSIONS);
  }

  private Optional<Long> id(String organisation, String name, boolean isNew) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select id from named_secrets where organisation_id = :organisation
                  and name = :name and (:new or last_version > 0)
                """)
            .bind("organisation", organisation)
            .bind("name", name)
            .bind("new", isNew)
            .mapTo(Long.class)
            .findOne());
  }

  /** Those of an organisation, by name. */
  public List<NamedSecret> list(String organisation) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(NEWEST + " where s.organisation_id = :organisation order by s.name")
            .bind("organisation", organisation)
            .map((rs, context) -> secret(rs))
            .list());
  }

  public Optional<NamedSecret> find(String organisation, String name) {
    return jdbi.withHandle(handle -> find(handle, organisation, name));
  }

  private static Optional<NamedSecret> find(Handle handle, String organisation, String name) {
    return handle
        .createQuery(NEWEST + " where s.organisation_id = :organisation and s.name = :name")
        .bind("organisation", organisation)
        .bind("name", name)
        .map((rs, context) -> secret(rs))
        .findOne();
  }

  /** Whether a reference leads to a value. */
  public boolean has(String organisation, SecretReference reference) {
    boolean hasValues =
        find(organisation, reference.name()).filter(secret -> secret.lease() == null).isPresent();
    if (!hasValues || reference.part() != null) {
      return false;
    }
    return reference.version() == null
        || versions(organisation, reference.name()).stream()
            .anyMatch(version -> version.version() == reference.version());
  }

  /** Whether a reference leads to a credential that each operation gets for itself. */
  public boolean isLeased(String organisation, SecretReference reference) {
    return terms(organisation, reference).isPresent();
  }

  /** How that is made to which a reference leads; empty if it leads to no leased secret. */
  public Optional<LeaseTerms> terms(String organisation, SecretReference reference) {
    return reference.version() == null
        ? find(organisation, reference.name()).map(NamedSecret::lease)
        : Optional.empty();
  }

  /** The versions that are kept of a secret, the newest first. */
  public List<NamedSecret.Version> versions(String organisation, String name) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select v.* from named_secrets s join named_secret_versions v on v.secret = s.id
                where s.organisation_id = :organisation and s.name = :name
                order by v.version desc
                """)
            .bind("organisation", organisation)
            .bind("name", name)
            .map((rs, context) ->
                new NamedSecret.Version(
                    rs.getInt("version"),
                    rs.getInt("bytes"),
                    rs.getString("set_by"),
                    rs.getObject("set_at", OffsetDateTime.class).toInstant()))
            .list());
  }

  /** The value to which a reference leads; empty if there is none, or it is leased. */
  public Optional<NamedSecret.Value> value(String organisation, SecretReference reference) {
    return jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select v.* from named_secrets s join named_secret_versions v on v.secret = s.id
                    where s.organisation_id = :organisation and s.name = :name
                      and s.lease is null
                      and v.version = coalesce(cast(:version as integer), s.last_version)
                    """)
                .bind("organisation", organisation)
                .bind("name", reference.name())
                .bind("version", reference.version())
                .map((rs, context) -> Stored.read(rs))
                .findOne())
        .flatMap(this::open);
  }

  /** The value to which a reference leads, for somebody who wants to see it; that is told. */
  public Optional<NamedSecret.Value> reveal(
      String organisation, SecretReference reference, String by) {
    Optional<NamedSecret.Value> value = value(organisation, reference);
    value.ifPresent(found ->
        jdbi.useHandle(handle ->
            Outbox.record(
                handle,
                new NewEvent(
                    EventKind.SECRET_REVEALED,
                    organisation,
                    "secret/" + reference.name(),
                    null,
                    null,
                    Map.of("secret", reference.name(), "version", found.version(), "by", by)))));
    return value;
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Stored(long secret, int version, byte[] sealed) {
    static Stored read(ResultSet rs) throws SQLException {
      return new Stored(rs.getLong("secret"), rs.getInt("version"), rs.getBytes("value_sealed"));
    }
  }

  private Optional<NamedSecret.Value> open(Stored stored) {
    return keys.find(KeyOwner.secret(stored.secret()))
        .map(key ->
            new NamedSecret.Value(
                stored.version(), VALUE.open(key, stored.sealed(), stored.version())));
  }

  /**
   * Deletes a secret with all its versions for good; false if there is none, or credentials of it
   * are still leased, which could then not be revoked.
   */
  public boolean remove(String organisation, String name) {
    return jdbi.withHandle(handle ->
        handle.execute(
            """
            delete from named_secrets s where organisation_id = ? and name = ?
              and not exists (select from credential_leases l
                where l.secret = s.id and l.revoked_at is null)
            """,
            organisation,
            name))
        == 1;
  }

  /**
   * Deletes one version of a secret for good; false if there is none, or it is the newest, which
   * stays as long as the secret.
   */
  public boolean remove(String organisation, String name, int version) {
    return jdbi.withHandle(handle ->
        handle.execute(
            """
            delete from named_secret_versions v using named_secrets s
            where v.secret = s.id and s.organisation_id = ? and s.name = ? and v.version = ?
              and v.version < s.last_version
            """,
            organisation,
            name,
            version))
        == 1;
  }

  /** The values that operations have ever used on a server, as far as they are kept. */
  public List<byte[]> usedOn(String server) {
    List<Stored> stored =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select v.* from named_secret_versions v
                    where exists (select from named_secret_uses u where u.server = :server
                      and u.secret = v.secret and u.version = v.version)
                    """)
                .bind("server", server)
                .map((rs, context) -> Stored.read(rs))
                .list());
    List<byte[]> values = new ArrayList<>();
    stored.forEach(one -> open(one).map(NamedSecret.Value::bytes).ifPresent(values::add));
    values.addAll(leases.usedOn(server));
    return values;
  }

  private static NamedSecret secret(ResultSet rs) throws SQLException {
    return new NamedSecret(
        rs.getString("name"),
        rs.getString("description"),
        JsonPayloads.read(rs.getString("labels"), new TypeReference<Map<String, String>>() {}),
        rs.getInt("version"),
        rs.getInt("bytes"),
        rs.getString("set_by"),
        rs.getObject("set_at", OffsetDateTime.class).toInstant(),
        rs.getString("created_by"),
        rs.getObject("created_at", OffsetDateTime.class).toInstant(),
        lease(rs.getString("lease")));
  }

  private static @Nullable LeaseTerms lease(@Nullable String json) {
    return json == null ? null : JsonPayloads.read(json, new TypeReference<LeaseTerms>() {});
  }
}
