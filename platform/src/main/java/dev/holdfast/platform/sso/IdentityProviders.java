package dev.holdfast.platform.sso;

import dev.holdfast.platform.secret.Secrets;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The identity providers of all organisations, at most one for each. Thread-safe. */
public final class IdentityProviders {
  private final Jdbi jdbi;
  private final Secrets secrets;

  public IdentityProviders(Jdbi jdbi, Secrets secrets) {
    this.jdbi = jdbi;
    this.secrets = secrets;
  }

  public Optional<IdentityProvider> find(String organisation) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select * from identity_providers where organisation_id = :organisation")
            .bind("organisation", organisation)
            .map((rs, context) -> read(rs))
            .findOne());
  }

  /** The client's secret; empty for a client without one. */
  public Optional<String> secret(String organisation) {
    return secrets
        .find(secretName(organisation))
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .filter(secret -> !secret.isEmpty());
  }

  /**
   * Sets the provider of an organisation. Where the issuer is another than before, what the one
   * before has granted is over.
   *
   * @param secret null keeps the one of before; empty for a client without one
   */
  public void save(IdentityProvider provider, @Nullable String secret) {
    jdbi.useTransaction(handle -> {
      String organisation = provider.organisation();
      Optional<String> before =
          handle
              .createQuery(
                  """
                  select issuer from identity_providers
                  where organisation_id = :organisation for update
                  """)
              .bind("organisation", organisation)
              .mapTo(String.class)
              .findOne();
      if (before.isPresent() && !before.get().equals(provider.issuer())) {
        ProviderGrants.revokeAll(handle, organisation, provider.changedBy());
      }
      handle
          .createUpdate(
              """
              insert into identity_providers
                (organisation_id, issuer, client_id, scopes, user_claim, groups_claim,
                 creates_users, second_factor, public_url, authorities, changed_by)
              values (:organisation, :issuer, :client, :scopes, :user, :groups,
                :creates, :factor, :url, :authorities, :by)
              on conflict (organisation_id) do update set issuer = excluded.issuer,
                client_id = excluded.client_id, scopes = excluded.scopes,
                user_claim = excluded.user_claim, groups_claim = excluded.groups_claim,
                creates_users = excluded.creates_users, second_factor = excluded.second_factor,
                public_url = excluded.public_url, authorities = excluded.authorities,
                changed_by = excluded.changed_by, changed_at = now()
              """)
          .bind("organisation", organisation)
          .bind("issuer", provider.issuer())
          .bind("client", provider.clientId())
          .bindArray("scopes", String.class, provider.scopes())
          .bind("user", provider.userClaim())
          .bind("groups", provider.groupsClaim())
          .bind("creates", provider.createsUsers())
          .bindArray("factor", String.class, provider.secondFactor())
          .bind("url", provider.publicUrl())
          .bind("authorities", provider.authorities())
          .bind("by", provider.changedBy())
          .execute();
      if (secret != null) {
        secrets.put(handle, secretName(organisation), secret.getBytes(StandardCharsets.UTF_8));
      }
    });
  }

  /**
   * Removes the provider of an organisation with its groups and links; what it has granted is over,
   * and so are the sessions that it has begun.
   *
   * @return false if there is none
   */
  public boolean remove(String organisation, String by) {
    return jdbi.inTransaction(handle -> {
      int removed =
          handle.execute("delete from identity_providers where organisation_id = ?", organisation);
      if (removed == 0) {
        return false;
      }
      ProviderGrants.revokeAll(handle, organisation, by);
      handle.execute("delete from user_identities where organisation_id = ?", organisation);
      handle.execute(
          """
          update login_sessions set ended_at = now(), ended_by = ?
          where organisation_id = ? and how = 'provider' and ended_at is null
          """,
          by,
          organisation);
      handle.execute(
          "delete from tokens where organisation_id = ? and kind = 'provider-mfa'", organisation);
      handle.execute("delete from secrets where name = ?", secretName(organisation));
      return true;
    });
  }

  private static String secretName(String organisation) {
    return "identity-provider/" + organisation;
  }

  private static IdentityProvider read(ResultSet rs) throws SQLException {
    return new IdentityProvider(
        rs.getString("organisation_id"),
        rs.getString("issuer"),
        rs.getString("client_id"),
        List.of((String[]) rs.getArray("scopes").getArray()),
        rs.getString("user_claim"),
        rs.getString("groups_claim"),
        rs.getBoolean("creates_users"),
        List.of((String[]) rs.getArray("second_factor").getArray()),
        rs.getString("public_url"),
        rs.getString("authorities"),
        rs.getString("changed_by"),
        rs.getObject("changed_at", OffsetDateTime.class).toInstant());
  }
}
