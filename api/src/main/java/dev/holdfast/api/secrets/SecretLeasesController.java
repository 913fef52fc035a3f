package dev.holdfast.api.secrets;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.platform.credential.CredentialLease;
import dev.holdfast.platform.namedsecret.NamedSecrets;
import dev.holdfast.platform.operation.Page;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows which credentials are leased to which operations; never a credential itself. */
@RestController
@RequestMapping("/api/v1/secret-leases")
final class SecretLeasesController {
  private static final int MOST = 500;

  private final NamedSecrets secrets;

  SecretLeasesController(NamedSecrets secrets) {
    this.secrets = secrets;
  }

  /**
   * A leased credential, without its password.
   *
   * @param credential the name of its role in the database
   * @param state issuing, leased, ending (it is to be revoked) or revoked
   * @param issuedAt absent until the role is made
   * @param expiresAt when it is revoked at the latest
   * @param revokedAt since when it certainly is
   * @param attempts to revoke it
   * @param error why the last of them failed
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record LeaseDocument(
      String secret,
      String operation,
      String credential,
      String state,
      String initiator,
      Instant begunAt,
      @Nullable Instant issuedAt,
      Instant expiresAt,
      @Nullable Instant revokedAt,
      int attempts,
      @Nullable String error) {
    static LeaseDocument of(CredentialLease lease) {
      return new LeaseDocument(
          lease.secret(),
          lease.operation(),
          lease.id(),
          lease.state(),
          lease.initiator(),
          lease.begunAt(),
          lease.issuedAt(),
          lease.expiresAt(),
          lease.revokedAt(),
          lease.attempts(),
          lease.error());
    }
  }

  /**
   * The newest 500.
   *
   * @param secret of this one only
   * @param operation of this one only
   */
  @Requires("secrets:read")
  @GetMapping
  Page<LeaseDocument> list(
      @RequestParam(required = false) @Nullable String secret,
      @RequestParam(required = false) @Nullable String operation,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return new Page<>(
        secrets.leases().list(caller.organisation(), secret, operation, MOST).stream()
            .map(LeaseDocument::of)
            .toList(),
        null);
  }
}
