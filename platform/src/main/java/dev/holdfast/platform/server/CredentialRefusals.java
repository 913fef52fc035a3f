package dev.holdfast.platform.server;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The credentials that servers refuse, for people, and how they are freed. */
public final class CredentialRefusals {
  private final Jdbi jdbi;

  public CredentialRefusals(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** What a server refuses; a key whose pause is over is refused until it is accepted. */
  public List<CredentialRefusal> of(String server) {
    return all().getOrDefault(server, List.of());
  }

  /** What each server refuses, by the server's name. */
  public Map<String, List<CredentialRefusal>> all() {
    Map<String, List<CredentialRefusal>> all = new HashMap<>();
    jdbi.useHandle(handle ->
        handle
            .createQuery(
                """
                select * from credential_tries
                where state = 'refused' or refusals > 0
                  or state = 'trying' and changed_at < now() - interval '2 minutes'
                order by server, kind
                """)
            .map((rs, context) -> Map.entry(rs.getString("server"), read(rs)))
            .forEach(entry ->
                all.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>()).add(entry.getValue())));
    return all;
  }

  /** Lets everything be tried again at once that a server has refused, under any of its names. */
  public void free(String server) {
    jdbi.useHandle(handle ->
        handle.execute(
            """
            delete from credential_tries t using servers named, servers me
            where me.name = ? and named.name = t.server
              and named.organisation_id = me.organisation_id
              and coalesce(named.alias_of, named.name) = coalesce(me.alias_of, me.name)
            """,
            server));
  }

  /** A credential was replaced. */
  static void free(Handle handle, String server, CredentialKind kind) {
    handle.execute(
        "delete from credential_tries where server = ? and kind = ?", server, kind.word());
  }

  /** A try without an end is told as a refusal: nobody knows. */
  static CredentialRefusal read(ResultSet rs) throws SQLException {
    @Nullable Timestamp since = rs.getTimestamp("refused_at");
    @Nullable Timestamp next = rs.getTimestamp("next_try");
    Instant changed = rs.getTimestamp("changed_at").toInstant();
    boolean unseen = rs.getString("state").equals("trying") && rs.getInt("refusals") == 0;
    return new CredentialRefusal(
        CredentialKind.of(rs.getString("kind")),
        since == null ? changed : since.toInstant(),
        rs.getInt("refusals"),
        unseen ? CredentialRefusal.UNSEEN : rs.getString("reason"),
        next == null ? null : next.toInstant());
  }
}
