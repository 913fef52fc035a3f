package dev.holdfast.api.secrets;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.credential.CredentialException;
import dev.holdfast.platform.credential.CredentialLease;
import dev.holdfast.platform.credential.LeaseTerms;
import dev.holdfast.platform.credential.PostgresAddress;
import dev.holdfast.platform.credential.PostgresRoles;
import dev.holdfast.platform.namedsecret.NamedSecret;
import dev.holdfast.platform.namedsecret.NamedSecrets;
import dev.holdfast.platform.setting.Setting;
import dev.holdfast.platform.setting.Settings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks what is asked of secrets whose credentials are leased. */
@Component
final class LeaseChecks {
  private static final int SHOWN = 5;

  private final NamedSecrets secrets;
  private final PostgresRoles roles;

  LeaseChecks(NamedSecrets secrets, Settings settings) {
    this.secrets = secrets;
    this.roles = new PostgresRoles(() -> settings.get(Setting.LEASE_PRIVATE));
  }

  /**
   * Checks that a secret stays of its kind, and that credentials can be made as it says: the
   * database is asked.
   *
   * @param terms null for a value
   * @throws ApiException 409 if it has values and would be leased, or the other way round; 422 if
   *     no credential can be made
   */
  void checkSetting(String organisation, String name, @Nullable LeaseTerms terms) {
    secrets
        .find(organisation, name)
        .filter(known -> (known.lease() == null) != (terms == null))
        .ifPresent(known -> {
          throw ApiException.conflict(
              "secret-kind",
              known.lease() == null
                  ? "'%s' has values, and cannot be leased; take another name, or remove it first."
                      .formatted(name)
                  : "'%s' is leased, and has no value; take another name, or remove it first."
                      .formatted(name));
        });
    if (terms != null) {
      check(organisation, terms);
    }
  }

  private void check(String organisation, LeaseTerms terms) {
    NamedSecret.Value value =
        secrets
            .value(organisation, terms.adminSecret())
            .orElseThrow(() ->
                ApiException.invalid(
                    "lease.admin",
                    "there is no %s with a value; set it with ./holdfast secret set %s"
                        .formatted(terms.admin(), terms.adminSecret().name())));
    try {
      roles.check(
          PostgresAddress.of(new String(value.bytes(), StandardCharsets.UTF_8)), terms.grants());
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(
          "lease.admin", "the value of %s %s".formatted(terms.admin(), e.getMessage()));
    } catch (CredentialException e) {
      throw ApiException.invalid("lease", String.valueOf(e.getMessage()));
    }
  }

  /**
   * @throws ApiException 409 if a secret is leased: there is nothing to rotate
   */
  void checkRotation(String organisation, String name) {
    secrets.find(organisation, name).ifPresent(this::checkHasValues);
  }

  /**
   * @throws ApiException 409 if a secret is leased
   */
  void checkHasValues(NamedSecret secret) {
    if (secret.lease() != null) {
      throw ApiException.conflict(
          "secret-kind",
          "'%s' is leased: it has no value, each operation gets one of its own."
              .formatted(secret.name()));
    }
  }

  /**
   * @throws ApiException 409 if credentials of a secret are not revoked yet
   */
  void checkNothingLeased(String organisation, String name) {
    List<CredentialLease> open = secrets.leases().open(organisation, name);
    if (!open.isEmpty()) {
      throw ApiException.conflict(
          "secret-leased",
          "Credentials of '%s' are leased to %s%s, and could not be revoked without it. Wait until these have ended, or cancel them."
              .formatted(
                  name,
                  String.join(
                      ", ", open.stream().limit(SHOWN).map(CredentialLease::operation).toList()),
                  open.size() > SHOWN ? " and %d more".formatted(open.size() - SHOWN) : ""));
    }
  }
}
