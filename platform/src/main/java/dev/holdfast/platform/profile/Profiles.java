package dev.holdfast.platform.profile;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.DataKeys;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.atrest.SealedColumn;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.server.ServerNames;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The profiles, encrypted at rest, each with a data key of its own. Thread-safe. */
public final class Profiles {
  private static final SealedColumn BODY =
      new SealedColumn(
          KeyOwner.Kind.PROFILE,
          "profile_versions",
          "profile",
          "body",
          SealedColumn.Type.JSON,
          List.of("version"));

  private final Jdbi jdbi;
  private final DataKeys keys;

  public Profiles(Jdbi jdbi, AtRest atRest) {
    this.jdbi = jdbi;
    this.keys = atRest.keys();
  }

  /** What is to be kept from now on. */
  public record Content(int priority, ProfileBody body) {}

  /**
   * What became of the wish to keep something.
   *
   * @param changed whether it is another than before, and so a new version
   */
  public record Saved(Profile profile, boolean changed) {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Row(
      long id,
      String organisation,
      String operation,
      ProfileTarget target,
      int version,
      int priority,
      byte @Nullable [] body,
      String setBy,
      Instant setAt) {
    Profile open(DataKey key) {
      return new Profile(id, operation, target, version, priority, body(key), setBy, setAt);
    }

    ProfileBody body(DataKey key) {
      String json = BODY.read(key, null, body, null, version);
      return JsonPayloads.read(String.valueOf(json), new TypeReference<ProfileBody>() {});
    }
  }

  /**
   * Keeps something for a target, as a new version if it differs from what is kept. Two who do so
   * at once come one after the other.
   *
   * @param content from what is kept, or null, to what shall be; may throw to leave all as it is
   * @return empty if there is no server of the target's name
   */
  public Optional<Saved> set(
      String organisation,
      String operation,
      ProfileTarget target,
      String by,
      Function<@Nullable Profile, Content> content) {
    Optional<Long> made =
        jdbi.inTransaction(handle -> insert(handle, organisation, operation, target));
    if (made.isEmpty()) {
      return Optional.empty();
    }
    long id = made.get();
    DataKey key = keys.of(KeyOwner.profile(id));
    return jdbi.inTransaction(handle -> {
      Optional<Long> locked =
          handle
              .createQuery("select id from profiles where id = :id for update")
              .bind("id", id)
              .mapTo(Long.class)
              .findOne();
      if (locked.isEmpty()) {
        return Optional.empty();
      }
      Row last = last(handle, id);
      Profile is = last == null || last.body() == null ? null : last.open(key);
      Content next = content.apply(is);
      if (is != null && is.priority() == next.priority() && is.body().equals(next.body())) {
        return Optional.of(new Saved(is, false));
      }
      int version = last == null ? 1 : last.version() + 1;
      byte[] body = BODY.seal(key, JsonPayloads.write(next.body()), version);
      insert(handle, id, version, next.priority(), body, by);
      Row saved = last(handle, id);
      return Optional.ofNullable(saved).map(row -> new Saved(row.open(key), true));
    });
  }

  /** The row of a target, made if it is the first of it; empty if its server is not there. */
  private static Optional<Long> insert(
      Handle handle, String organisation, String operation, ProfileTarget target) {
    String server =
        target instanceof ProfileTarget.OfServer(String name)
            ? ServerNames.full(organisation, name)
            : null;
    String label = target instanceof ProfileTarget.OfLabel ? target.text() : null;
    handle
        .createUpdate(
            """
            insert into profiles (organisation_id, operation, server, label)
            select :organisation, :operation, cast(:server as text), cast(:label as text)
            where cast(:server as text) is null
              or exists (select from servers
                where organisation_id = :organisation and name = :server)
            on conflict do nothing
            """)
        .bind("organisation", organisation)
        .bind("operation", operation)
        .bind("server", server)
        .bind("label", label)
        .execute();
    return handle
        .createQuery(
            """
            select id from profiles
            where organisation_id = :organisation and operation = :operation
              and (server = :server or label = :label)
            """)
        .bind("organisation", organisation)
        .bind("operation", operation)
        .bind("server", server)
        .bind("label", label)
        .mapTo(Long.class)
        .findOne();
  }

  private static void insert(
      Handle handle, long id, int version, int priority, byte @Nullable [] body, String by) {
    handle
        .createUpdate(
            """
            insert into profile_versions (profile, version, priority, removed, body_sealed, set_by)
            values (:profile, :version, :priority, :removed, :body, :by)
            """)
        .bind("profile", id)
        .bind("version", version)
        .bind("priority", priority)
        .bind("removed", body == null)
        .bind("body", body)
        .bind("by", by)
        .execute();
  }

  private static @Nullable Row last(Handle handle, long id) {
    return handle
        .createQuery(
            """
            select * from profiles p join profile_versions v on v.profile = p.id
            where p.id = :id order by v.version desc limit 1
            """)
        .bind("id", id)
        .map((rs, context) -> row(rs))
        .findOne()
        .orElse(null);
  }

  /** Ends the keeping with a version of its own; returns false if nothing is kept. */
  public boolean remove(String organisation, long id, String by) {
    return jdbi.inTransaction(handle -> {
      boolean there =
          handle
              .createQuery(
                  """
                  select id from profiles
                  where organisation_id = :organisation and id = :id for update
                  """)
              .bind("organisation", organisation)
              .bind("id", id)
              .mapTo(Long.class)
              .findOne()
              .isPresent();
      Row last = there ? last(handle, id) : null;
      if (last == null || last.body() == null) {
        return false;
      }
      insert(handle, id, last.version() + 1, last.priority(), null, by);
      return true;
    });
  }

  /**
   * What is kept in an organisation, by operation and target.
   *
   * @param operation null for all
   */
  public List<Profile> list(String organisation, @Nullable String operation) {
    return opened(
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select * from profiles p
                    join lateral (select * from profile_versions l where l.profile = p.id
                      order by l.version desc limit 1) as v on not v.removed
                    where p.organisation_id = :organisation
                      and (cast(:operation as text) is null or p.operation = :operation)
                    order by p.operation, coalesce(p.server, p.label)
                    """)
                .bind("organisation", organisation)
                .bind("operation", operation)
                .map((rs, context) -> row(rs))
                .list()));
  }

  /** The profile of this id, unless it is removed. */
  public Optional<Profile> find(String organisation, long id) {
    Row last = jdbi.withHandle(handle -> last(handle, id));
    return last == null || !last.organisation().equals(organisation) || last.body() == null
        ? Optional.empty()
        : opened(List.of(last)).stream().findFirst();
  }

  /** The profile of a target, also where nothing is kept any more: its id. */
  public Optional<Long> find(String organisation, String operation, ProfileTarget target) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select id from profiles p
                where organisation_id = :organisation and operation = :operation
                  and coalesce(split_part(server, '@', 1), label) = :target
                  and exists (select from profile_versions where profile = p.id)
                """)
            .bind("organisation", organisation)
            .bind("operation", operation)
            .bind("target", target.text())
            .mapTo(Long.class)
            .findOne());
  }

  /** All versions, the newest first; none if there is no such profile. */
  public List<ProfileVersion> history(String organisation, long id) {
    Optional<DataKey> key = keys.find(KeyOwner.profile(id));
    return jdbi
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    select * from profiles p join profile_versions v on v.profile = p.id
                    where p.organisation_id = :organisation and p.id = :id
                    order by v.version desc
                    """)
                .bind("organisation", organisation)
                .bind("id", id)
                .map((rs, context) -> row(rs))
                .list())
        .stream()
        .map(row ->
            new ProfileVersion(
                row.version(),
                row.priority(),
                row.body() == null ? null : row.body(key.orElseThrow()),
                row.setBy(),
                row.setAt()))
        .toList();
  }

  private List<Profile> opened(List<Row> rows) {
    Map<KeyOwner, DataKey> known =
        keys.find(rows.stream().map(row -> KeyOwner.profile(row.id())).toList());
    return rows.stream()
        .flatMap(row ->
            Optional.ofNullable(known.get(KeyOwner.profile(row.id()))).map(row::open).stream())
        .toList();
  }

  private static Row row(ResultSet rs) throws SQLException {
    String server = rs.getString("server");
    return new Row(
        rs.getLong("profile"),
        rs.getString("organisation_id"),
        rs.getString("operation"),
        ProfileTarget.parse(server == null ? rs.getString("label") : ServerNames.within(server)),
        rs.getInt("version"),
        rs.getInt("priority"),
        rs.getBytes("body_sealed"),
        rs.getString("set_by"),
        rs.getObject("set_at", OffsetDateTime.class).toInstant());
  }
}
