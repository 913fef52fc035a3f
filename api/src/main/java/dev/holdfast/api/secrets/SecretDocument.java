package dev.holdfast.api.secrets;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.platform.credential.LeaseTerms;
import dev.holdfast.platform.namedsecret.NamedSecret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A secret as clients see it: without its value.
 *
 * @param version the newest
 * @param bytes of its newest value
 * @param lease how each operation gets a credential of its own; absent for one with a value
 * @param versions those that are kept; left out in lists
 * @param namedBy the profiles, schedules and sinks that refer to it; left out in lists
 * @param uses by operations, the newest first; left out in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SecretDocument(
    String name,
    String description,
    Map<String, String> labels,
    int version,
    int bytes,
    String setBy,
    Instant setAt,
    String createdBy,
    Instant createdAt,
    @Nullable LeaseTerms lease,
    @Nullable List<NamedSecret.Version> versions,
    @Nullable List<String> namedBy,
    @Nullable List<NamedSecret.Use> uses) {

  static SecretDocument of(NamedSecret secret) {
    return of(secret, null, null, null);
  }

  static SecretDocument of(
      NamedSecret secret,
      @Nullable List<NamedSecret.Version> versions,
      @Nullable List<String> namedBy,
      @Nullable List<NamedSecret.Use> uses) {
    return new SecretDocument(
        secret.name(),
        secret.description(),
        secret.labels(),
        secret.version(),
        secret.bytes(),
        secret.setBy(),
        secret.setAt(),
        secret.createdBy(),
        secret.createdAt(),
        secret.lease(),
        versions,
        namedBy,
        uses);
  }
}
