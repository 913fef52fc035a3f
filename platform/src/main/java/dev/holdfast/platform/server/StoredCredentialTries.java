package dev.holdfast.platform.server;

import dev.holdfast.platform.secret.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * The memory of a whole installation, in its database; the database's clock counts. A server that
 * is not registered has none.
 */
public final class StoredCredentialTries implements CredentialTries {
  /** A try that has not ended by then was lost with its worker. */
  private static final Duration LONGEST_TRY = Duration.ofMinutes(2);

  private final Jdbi jdbi;
  private final CredentialFingerprints fingerprints;

  public StoredCredentialTries(Jdbi jdbi, Secrets secrets) {
    this.jdbi = jdbi;
    this.fingerprints = new CredentialFingerprints(secrets);
  }

  /**
   * @param lost whether a try that was claimed has not ended for so long that it never will
   * @param due whether its pause is over
   * @param reverting whether the server is about to take a change back
   */
  @SuppressWarnings("ArrayRecordComponent") // read at once, and never compared
  private record Row(
      byte[] fingerprint,
      String state,
      CredentialRefusal refusal,
      boolean lost,
      boolean due,
      boolean reverting) {}

  @Override
  public Answer claim(String server, ShownCredential credential) {
    byte[] fingerprint = fingerprints.of(credential);
    return jdbi.inTransaction(handle ->
        switch (credential.kind()) {
          case SUDO_PASSWORD -> password(handle, server, credential.kind(), fingerprint);
          case LOGIN_KEY -> key(handle, server, credential.kind(), fingerprint);
        });
  }

  private static Answer password(
      Handle handle, String server, CredentialKind kind, byte[] fingerprint) {
    Row known = find(handle, server, kind).orElse(null);
    if (known != null && isAccepted(known, fingerprint)) {
      return new Answer.Free();
    }
    if (known == null || !Arrays.equals(known.fingerprint, fingerprint)) {
      Optional<CredentialRefusal> refused = byTheMachine(handle, server, kind, fingerprint);
      if (refused.isPresent()) {
        return new Answer.Refused(refused.get());
      }
    }
    boolean first =
        bound(
                    handle.createUpdate(
                        """
                        insert into credential_tries (server, kind, fingerprint, state)
                        select name, :kind, :fingerprint, 'trying' from servers where name = :server
                        on conflict do nothing
                        """),
                    server,
                    kind)
                .bind("fingerprint", fingerprint)
                .execute()
            == 1;
    if (first) {
      return new Answer.Claimed();
    }
    Row row = find(handle, server, kind).orElse(null);
    if (row == null || !Arrays.equals(row.fingerprint, fingerprint)) {
      trying(handle, server, kind, fingerprint);
      return new Answer.Claimed();
    }
    return switch (row.state) {
      case "accepted" -> new Answer.Free();
      case "trying" -> row.lost ? new Answer.Refused(row.refusal) : new Answer.Busy();
      default -> refusedOrDue(handle, server, kind, row);
    };
  }

  private static boolean isAccepted(Row row, byte[] fingerprint) {
    return row.state.equals("accepted") && Arrays.equals(row.fingerprint, fingerprint);
  }

  private static Answer key(Handle handle, String server, CredentialKind kind, byte[] fingerprint) {
    Row row = find(handle, server, kind).orElse(null);
    if (row == null) {
      return byTheMachine(handle, server, kind, fingerprint)
          .<Answer>map(Answer.Refused::new)
          .orElseGet(Answer.Free::new);
    }
    if (row.reverting) {
      return new Answer.Free();
    }
    if (!Arrays.equals(row.fingerprint, fingerprint)) {
      forget(handle, server, kind);
      return new Answer.Free();
    }
    return row.state.equals("trying") && !row.lost
        ? new Answer.Busy()
        : refusedOrDue(handle, server, kind, row);
  }

  private static Answer refusedOrDue(Handle handle, String server, CredentialKind kind, Row row) {
    if (!row.due) {
      return new Answer.Refused(row.refusal);
    }
    bound(
            handle.createUpdate(
                """
                update credential_tries set state = 'trying', changed_at = now()
                where server = :server and kind = :kind
                """),
            server,
            kind)
        .execute();
    return new Answer.Claimed();
  }

  private static void trying(
      Handle handle, String server, CredentialKind kind, byte[] fingerprint) {
    bound(
            handle.createUpdate(
                """
                update credential_tries
                set fingerprint = :fingerprint, state = 'trying', changed_at = now(),
                  refused_at = null, refusals = 0, reason = '', next_try = null
                where server = :server and kind = :kind
                """),
            server,
            kind)
        .bind("fingerprint", fingerprint)
        .execute();
  }

  @Override
  public void accepted(String server, ShownCredential credential) {
    byte[] fingerprint = fingerprints.of(credential);
    jdbi.useTransaction(handle -> {
      if (credential.kind() == CredentialKind.LOGIN_KEY) {
        forget(handle, server, credential.kind());
      } else {
        bound(
                handle.createUpdate(
                    """
                    update credential_tries
                    set state = 'accepted', changed_at = now(), refused_at = null, refusals = 0,
                      reason = '', next_try = null
                    where server = :server and kind = :kind and fingerprint = :fingerprint
                    """),
                server,
                credential.kind())
            .bind("fingerprint", fingerprint)
            .execute();
      }
    });
  }

  @Override
  public void refused(String server, ShownCredential credential, String reason) {
    byte[] fingerprint = fingerprints.of(credential);
    CredentialKind kind = credential.kind();
    jdbi.useTransaction(handle -> {
      Optional<Instant> reverts = reverts(handle, server);
      if (kind == CredentialKind.LOGIN_KEY && reverts.isPresent()) {
        return;
      }
      int before =
          find(handle, server, kind)
              .filter(row -> Arrays.equals(row.fingerprint, fingerprint))
              .map(row -> row.refusal.refusals())
              .orElse(0);
      // Another fingerprint is a newer credential's: this refusal is none of its business.
      bound(
              handle.createUpdate(
                  """
                  insert into credential_tries
                    (server, kind, fingerprint, state, refused_at, refusals, reason, next_try)
                  select name, :kind, :fingerprint, 'refused', now(), :refusals, :reason,
                    coalesce(cast(:reverted as timestamptz),
                      now() + cast(:pause as double precision) * interval '1 second')
                  from servers where name = :server
                  on conflict (server, kind) do update
                  set state = 'refused', changed_at = now(),
                    refused_at = coalesce(credential_tries.refused_at, now()),
                    refusals = excluded.refusals, reason = excluded.reason,
                    next_try = excluded.next_try
                  where credential_tries.fingerprint = excluded.fingerprint
                  """),
              server,
              kind)
          .bind("fingerprint", fingerprint)
          .bind("refusals", before + 1)
          .bind("reason", reason)
          .bind("reverted", kind == CredentialKind.SUDO_PASSWORD ? reverts.orElse(null) : null)
          .bind(
              "pause",
              kind == CredentialKind.LOGIN_KEY
                  ? (Double) (double) CredentialRefusal.pause(before + 1).toSeconds()
                  : null)
          .execute();
    });
  }

  @Override
  public void notShown(String server, ShownCredential credential) {
    byte[] fingerprint = fingerprints.of(credential);
    jdbi.useTransaction(handle -> {
      String sql =
          credential.kind() == CredentialKind.LOGIN_KEY
              ? "update credential_tries set state = 'refused'"
              : "delete from credential_tries";
      bound(
              handle.createUpdate(
                  sql
                      + " where server = :server and kind = :kind and fingerprint = :fingerprint and state = 'trying'"),
              server,
              credential.kind())
          .bind("fingerprint", fingerprint)
          .execute();
    });
  }

  private static Optional<Instant> reverts(Handle handle, String server) {
    return handle
        .createQuery("select until from pending_reverts where server = :server and until > now()")
        .bind("server", server)
        .mapTo(Instant.class)
        .findOne();
  }

  private static Optional<Row> find(Handle handle, String server, CredentialKind kind) {
    return bound(
            handle.createQuery(
                """
                select t.*, t.changed_at < now() - cast(:longest as double precision) * interval '1 second' as lost,
                  coalesce(t.next_try <= now(), false) as due,
                  exists (select from pending_reverts r where r.server = t.server and r.until > now())
                    as reverting
                from credential_tries t where t.server = :server and t.kind = :kind
                for update of t
                """),
            server,
            kind)
        .bind("longest", (double) LONGEST_TRY.toSeconds())
        .map((rs, context) ->
            new Row(
                rs.getBytes("fingerprint"),
                rs.getString("state"),
                CredentialRefusals.read(rs),
                rs.getBoolean("lost"),
                rs.getBoolean("due"),
                rs.getBoolean("reverting")))
        .findOne();
  }

  /**
   * That the machine refuses it under another of its names, and until when. Only of aliases: what a
   * machine says of itself must not keep others out.
   */
  private static Optional<CredentialRefusal> byTheMachine(
      Handle handle, String server, CredentialKind kind, byte[] fingerprint) {
    return bound(
            handle.createQuery(
                """
                select t.* from credential_tries t
                join servers other on other.name = t.server
                join servers me on me.name = :server and me.organisation_id = other.organisation_id
                where other.name <> me.name and t.kind = :kind and t.fingerprint = :fingerprint
                  and t.state = 'refused' and coalesce(t.next_try > now(), true)
                  and coalesce(other.alias_of, other.name) = coalesce(me.alias_of, me.name)
                  and not exists (
                    select from pending_reverts r where r.server = me.name and r.until > now())
                order by t.refused_at limit 1
                """),
            server,
            kind)
        .bind("fingerprint", fingerprint)
        .map((rs, _) -> CredentialRefusals.read(rs))
        .findOne();
  }

  private static void forget(Handle handle, String server, CredentialKind kind) {
    bound(
            handle.createUpdate(
                "delete from credential_tries where server = :server and kind = :kind"),
            server,
            kind)
        .execute();
  }

  private static <S extends SqlStatement<S>> S bound(
      S statement, String server, CredentialKind kind) {
    return statement.bind("server", server).bind("kind", kind.word());
  }
}
