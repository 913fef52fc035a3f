package dev.holdfast.platform.credential;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a leased credential besides its value.
 *
 * @param id the name of its role
 * @param initiator who has started the operation
 * @param makingAt null if the database was certainly never asked to make the role
 * @param issuedAt null until the role is certainly made
 * @param expiresAt when it is revoked at the latest
 * @param endingAt since when it is to be revoked; null while it is leased
 * @param revokedAt since when it certainly is
 * @param attempts to revoke it
 * @param error why the last of them failed
 */
public record CredentialLease(
    String id,
    String organisation,
    String secret,
    String operation,
    String initiator,
    Instant begunAt,
    @Nullable Instant makingAt,
    @Nullable Instant issuedAt,
    Instant expiresAt,
    @Nullable Instant endingAt,
    @Nullable Instant revokedAt,
    int attempts,
    @Nullable String error) {
  /** In a word: issuing, leased, ending, revoked. */
  public String state() {
    if (revokedAt != null) {
      return "revoked";
    }
    return endingAt != null ? "ending" : issuedAt != null ? "leased" : "issuing";
  }

  static CredentialLease read(ResultSet rs) throws SQLException {
    return new CredentialLease(
        rs.getString("id"),
        rs.getString("organisation_id"),
        rs.getString("name"),
        rs.getString("operation"),
        rs.getString("initiator"),
        rs.getObject("begun_at", OffsetDateTime.class).toInstant(),
        instant(rs, "making_at"),
        instant(rs, "issued_at"),
        rs.getObject("expires_at", OffsetDateTime.class).toInstant(),
        instant(rs, "ending_at"),
        instant(rs, "revoked_at"),
        rs.getInt("attempts"),
        rs.getString("error"));
  }

  private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
    OffsetDateTime time = rs.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
