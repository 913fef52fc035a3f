package dev.holdfast.platform.identity;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The tokens that users have for programs. Time is the database's. */
public final class ApiTokens {
  private static final int ID_DIGITS = 16;

  private final Jdbi jdbi;

  public ApiTokens(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * A token that was just made.
   *
   * @param secret the token itself, which nobody can ever see again
   */
  public record Made(ApiToken token, String secret) {}

  /**
   * Makes a token.
   *
   * @return empty if there is no such user, or it has a token of this name
   */
  public Optional<Made> create(
      String organisation,
      String user,
      String name,
      @Nullable List<Permission> permissions,
      Duration lifetime,
      String by) {
    String secret = Tokens.fresh();
    byte[] sha256 = Tokens.sha256(secret);
    return jdbi.withHandle(handle -> {
      // One of the same name whose time is over is in nobody's way.
      handle.execute(
          """
          delete from tokens
          where organisation_id = ? and user_name = ? and name = ? and kind = 'api'
            and expires_at <= now()
          """,
          organisation,
          user,
          name);
      return handle
          .createQuery(
              """
              insert into tokens (sha256, user_name, organisation_id, kind, expires_at, id, name,
                permissions, created_by)
              select :sha256, u.name, u.organisation_id, 'api',
                now() + :seconds * interval '1 second', :id, :name,
                cast(:permissions as text[]), :by
              from users u where u.name = :user and u.organisation_id = :organisation
              on conflict (user_name, name) where kind = 'api' do nothing
              returning *
              """)
          .bind("sha256", sha256)
          .bind("seconds", lifetime.toSeconds())
          .bind("id", "token-" + HexFormat.of().formatHex(sha256).substring(0, ID_DIGITS))
          .bind("name", name)
          .bindBySqlType(
              "permissions",
              permissions == null
                  ? null
                  : permissions.stream().map(Permission::toString).toArray(String[]::new),
              java.sql.Types.ARRAY)
          .bind("by", by)
          .bind("user", user)
          .bind("organisation", organisation)
          .map((rs, context) -> token(rs))
          .findOne()
          .map(token -> new Made(token, secret));
    });
  }

  /**
   * Tokens that are good, by user and name.
   *
   * @param user null for everybody's
   */
  public List<ApiToken> list(String organisation, @Nullable String user) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select * from tokens
                where organisation_id = :organisation and kind = 'api' and expires_at > now()
                  and (cast(:user as text) is null or user_name = :user)
                order by user_name, name
                """)
            .bind("organisation", organisation)
            .bind("user", user)
            .map((rs, context) -> token(rs))
            .list());
  }

  /** Makes a token worthless; false if there is none of this id. */
  public boolean revoke(String organisation, String id) {
    return jdbi.withHandle(handle ->
        handle.execute(
            "delete from tokens where organisation_id = ? and id = ? and kind = 'api'",
            organisation,
            id))
        == 1;
  }

  private static ApiToken token(ResultSet rs) throws SQLException {
    Array permissions = rs.getArray("permissions");
    return new ApiToken(
        rs.getString("id"),
        rs.getString("user_name"),
        rs.getString("name"),
        permissions == null ? null : List.of((String[]) permissions.getArray()),
        rs.getString("created_by"),
        rs.getObject("created_at", OffsetDateTime.class).toInstant(),
        rs.getObject("expires_at", OffsetDateTime.class).toInstant());
  }
}
