package dev.holdfast.platform.credential;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.DataKeys;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.atrest.SealedColumn;
import dev.holdfast.platform.temporal.JsonPayloads;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Which credential is leased to which operation. A lease is written down before its credential is
 * made, so that none is made that nobody knows of. Time is the database's. Thread-safe.
 */
public final class CredentialLeases {
  /** With which the names of all roles begin that Holdfast makes. */
  public static final String PREFIX = "holdfast_";

  private static final int ID_BYTES = 8;
  private static final int PASSWORD_BYTES = 24;

  private static final SealedColumn CREDENTIAL =
      new SealedColumn(
          KeyOwner.Kind.SECRET,
          "credential_leases",
          "secret",
          "credential",
          SealedColumn.Type.JSON,
          List.of("id"));

  private static final String ALL =
      """
      select l.*, s.name from credential_leases l join named_secrets s on s.id = l.secret
      """;

  private final Jdbi jdbi;
  private final DataKeys keys;
  private final SecureRandom random = new SecureRandom();

  public CredentialLeases(Jdbi jdbi, DataKeys keys) {
    this.jdbi = jdbi;
    this.keys = keys;
  }

  /** A lease with its value. */
  public record Held(CredentialLease lease, LeasedCredential credential) {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Stored(CredentialLease lease, long secret, byte[] sealed) {
    static Stored read(ResultSet rs) throws SQLException {
      return new Stored(
          CredentialLease.read(rs), rs.getLong("secret"), rs.getBytes("credential_sealed"));
    }
  }

  /** The lease of an operation of this secret; empty if it has none. */
  public Optional<Held> find(String organisation, String secret, String operation) {
    return jdbi.withHandle(handle ->
            handle
                .createQuery(
                    ALL
                        + """
                         where l.organisation_id = :organisation and s.name = :secret
                          and l.operation = :operation
                        """)
                .bind("organisation", organisation)
                .bind("secret", secret)
                .bind("operation", operation)
                .map((rs, context) -> Stored.read(rs))
                .findOne())
        .map(this::open);
  }

  /** A lease by its id. */
  public Optional<Held> find(String organisation, String id) {
    return jdbi.withHandle(handle ->
            handle
                .createQuery(ALL + " where l.organisation_id = :organisation and l.id = :id")
                .bind("organisation", organisation)
                .bind("id", id)
                .map((rs, context) -> Stored.read(rs))
                .findOne())
        .map(this::open);
  }

  private Held open(Stored stored) {
    DataKey key =
        keys.find(KeyOwner.secret(stored.secret()))
            .orElseThrow(
                () -> new IllegalStateException("the key of " + stored.lease().id() + " is gone"));
    byte[] json = CREDENTIAL.open(key, stored.sealed(), stored.lease().id());
    return new Held(
        stored.lease(),
        JsonPayloads.read(
            new String(json, StandardCharsets.UTF_8), new TypeReference<LeasedCredential>() {}));
  }

  /**
   * Begins the lease of an operation; one that it has stays as it is.
   *
   * @param admin the address with the login by which the credential is to be made
   */
  public void begin(
      String organisation,
      String secret,
      LeaseTerms terms,
      PostgresAddress admin,
      String operation,
      String initiator) {
    String id = PREFIX + hex(ID_BYTES);
    LeasedCredential credential =
        new LeasedCredential(admin.uri(), terms.admin(), id, hex(PASSWORD_BYTES), terms.grants());
    long owner =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select id from named_secrets
                    where organisation_id = :organisation and name = :secret
                    """)
                .bind("organisation", organisation)
                .bind("secret", secret)
                .mapTo(Long.class)
                .one());
    DataKey key = keys.of(KeyOwner.secret(owner));
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into credential_leases
                  (id, organisation_id, secret, operation, initiator, credential_sealed, expires_at)
                values (:id, :organisation, :secret, :operation, :initiator, :credential,
                  now() + :seconds * interval '1 second')
                on conflict (secret, operation) do nothing
                """)
            .bind("id", id)
            .bind("organisation", organisation)
            .bind("secret", owner)
            .bind("operation", operation)
            .bind("initiator", initiator)
            .bind("credential", CREDENTIAL.seal(key, JsonPayloads.write(credential), id))
            .bind("seconds", terms.seconds())
            .execute());
  }

  private String hex(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Records that its credential is about to be made; false if it must not be any more. */
  public boolean making(String organisation, String id) {
    return jdbi.withHandle(handle ->
        handle.execute(
            """
            update credential_leases set making_at = coalesce(making_at, now())
            where organisation_id = ? and id = ? and ending_at is null and expires_at > now()
            """,
            organisation,
            id))
        == 1;
  }

  /** Records that its credential is made; false if that is recorded already. */
  public boolean issued(String organisation, String id) {
    return jdbi.withHandle(handle ->
        handle.execute(
            """
            update credential_leases set issued_at = now()
            where organisation_id = ? and id = ? and issued_at is null
            """,
            organisation,
            id))
        == 1;
  }

  /** Records that it is used on a server; false if that is recorded already. */
  public boolean used(String id, String server) {
    return jdbi.withHandle(handle ->
        handle.execute(
            "insert into credential_lease_uses (lease, server) values (?, ?)"
                + " on conflict do nothing",
            id,
            server))
        == 1;
  }

  /**
   * Takes some that have to be revoked now: their operation has ended, or their time is over. Each
   * is taken by one at a time, and is due again in a minute unless something else is recorded.
   */
  public List<CredentialLease> due(int most) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                with taken as (
                  update credential_leases set ending_at = coalesce(ending_at, now()),
                    attempts = attempts + 1, next_attempt_at = now() + interval '1 minute'
                  where id in (select l.id from credential_leases l
                    where l.revoked_at is null and l.next_attempt_at <= now()
                      and (l.expires_at <= now() or not exists (select from operations o
                        where o.id = l.operation and o.ended_at is null))
                    order by l.next_attempt_at limit :most for update skip locked)
                  returning *)
                select l.*, s.name from taken l join named_secrets s on s.id = l.secret
                """)
            .bind("most", most)
            .map((rs, context) -> CredentialLease.read(rs))
            .list());
  }

  /** Records that it is revoked. */
  public void revoked(String organisation, String id) {
    jdbi.useHandle(handle ->
        handle.execute(
            """
            update credential_leases set revoked_at = now(), error = null
            where organisation_id = ? and id = ? and revoked_at is null
            """,
            organisation,
            id));
  }

  /** Records why it could not be revoked; it is due again in 2 seconds to a minute. */
  public void failed(String organisation, String id, String why) {
    jdbi.useHandle(handle ->
        handle.execute(
            """
            update credential_leases set error = ?,
              next_attempt_at = now() + least(60, power(2, least(attempts, 6))) * interval '1 second'
            where organisation_id = ? and id = ? and revoked_at is null
            """,
            why,
            organisation,
            id));
  }

  /**
   * Those of an organisation, the newest first.
   *
   * @param secret of this one only; null for all
   * @param operation of this one only; null for all
   */
  public List<CredentialLease> list(
      String organisation, @Nullable String secret, @Nullable String operation, int most) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                ALL
                    + """
                     where l.organisation_id = :organisation
                      and (cast(:secret as text) is null or s.name = :secret)
                      and (cast(:operation as text) is null or l.operation = :operation)
                    order by l.begun_at desc, l.id limit :most
                    """)
            .bind("organisation", organisation)
            .bind("secret", secret)
            .bind("operation", operation)
            .bind("most", most)
            .map((rs, context) -> CredentialLease.read(rs))
            .list());
  }

  /** Those of a secret that are not revoked yet. */
  public List<CredentialLease> open(String organisation, String secret) {
    return list(organisation, secret, null, Integer.MAX_VALUE).stream()
        .filter(lease -> lease.revokedAt() == null)
        .toList();
  }

  /** The passwords that were used on a server and work still, or did until a day ago. */
  public List<byte[]> usedOn(String server) {
    List<Stored> stored =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    ALL
                        + """
                         where (l.revoked_at is null or l.revoked_at > now() - interval '1 day')
                          and exists (select from credential_lease_uses u
                            where u.lease = l.id and u.server = :server)
                        """)
                .bind("server", server)
                .map((rs, context) -> Stored.read(rs))
                .list());
    List<byte[]> values = new ArrayList<>();
    stored.forEach(
        one -> values.add(open(one).credential().password().getBytes(StandardCharsets.UTF_8)));
    return values;
  }

  /** Deletes those that were revoked more than 90 days ago; the audit keeps what was. */
  public int forgetOld() {
    return jdbi.withHandle(handle ->
        handle.execute(
            "delete from credential_leases where revoked_at < now() - interval '90 days'"));
  }
}
