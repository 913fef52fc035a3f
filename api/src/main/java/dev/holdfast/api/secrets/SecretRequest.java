package dev.holdfast.api.secrets;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.credential.LeaseTerms;
import dev.holdfast.platform.namedsecret.NamedSecrets;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a secret is to become; exactly one of {@code value}, {@code base64}, {@code generate} and
 * {@code lease}.
 *
 * @param value a text
 * @param base64 bytes
 * @param generate so many random letters and digits
 * @param lease how each operation gets a credential of its own
 * @param description null to leave it as it is
 * @param labels null to leave them as they are
 */
record SecretRequest(
    @Nullable String value,
    @Nullable String base64,
    @Nullable Integer generate,
    @Nullable Lease lease,
    @Nullable String description,
    @Nullable Map<String, String> labels) {
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SHORTEST = 12;
  private static final int LONGEST = 1024;
  private static final int DESCRIPTION = 500;
  private static final int LABELS = 32;
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9._/-]{1,63}");

  /**
   * @param kind {@code postgresql}
   * @param admin {@code secret://NAME} of the secret with the database's address and the login of a
   *     role that may make roles: {@code postgresql://USER:PASSWORD@HOST:PORT/DATABASE}
   * @param grants the roles whose member each new one becomes; left out: of none
   * @param seconds after which a credential is revoked even if its operation goes on; an hour by
   *     default
   */
  record Lease(
      @Nullable String kind,
      @Nullable String admin,
      @Nullable List<String> grants,
      @Nullable Integer seconds) {
    private static final int SECONDS = 3600;

    LeaseTerms terms() {
      try {
        return new LeaseTerms(
            kind == null ? "" : kind,
            admin == null ? "" : admin,
            grants == null ? List.of() : grants,
            seconds == null ? SECONDS : seconds);
      } catch (LeaseTerms.WrongTerms e) {
        throw ApiException.invalid("lease." + e.field(), String.valueOf(e.getMessage()));
      }
    }
  }

  /** Says nothing of the value. */
  @Override
  public String toString() {
    return "SecretRequest[" + description + "]";
  }

  /**
   * The bytes that are meant.
   *
   * @throws ApiException if that is not one value of a size that is allowed
   */
  byte[] bytes() {
    if (Stream.of(value != null, base64 != null, generate != null, lease != null)
            .filter(is -> is)
            .count()
        != 1) {
      throw ApiException.invalid(
          "value", "is needed: exactly one of value, base64, generate and lease");
    }
    if (lease != null) {
      throw ApiException.invalid("lease", "is no value to rotate to; set the secret");
    }
    byte[] bytes = generate != null ? generated(generate) : given();
    if (bytes.length == 0 || bytes.length > NamedSecrets.LARGEST) {
      throw ApiException.invalid(
          value == null ? "base64" : "value",
          "has %d bytes; it must have 1 to %d".formatted(bytes.length, NamedSecrets.LARGEST));
    }
    return bytes;
  }

  private byte[] given() {
    if (value != null) {
      return value.getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Base64.getDecoder().decode(String.valueOf(base64));
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("base64", "is not base64");
    }
  }

  private static byte[] generated(int length) {
    if (length < SHORTEST || length > LONGEST) {
      throw ApiException.invalid(
          "generate", "must be between %d and %d characters".formatted(SHORTEST, LONGEST));
    }
    var text = new StringBuilder();
    RANDOM.ints(length, 0, LETTERS.length()).forEach(i -> text.append(LETTERS.charAt(i)));
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** The whole of it, checked. */
  NamedSecrets.Setting setting() {
    if (description != null && description.length() > DESCRIPTION) {
      throw ApiException.invalid(
          "description", "is longer than %d characters".formatted(DESCRIPTION));
    }
    if (labels != null) {
      if (labels.size() > LABELS) {
        throw ApiException.invalid("labels", "are more than " + LABELS);
      }
      labels.forEach((key, label) -> {
        if (label == null || !LABEL.matcher(key).matches() || !LABEL.matcher(label).matches()) {
          throw ApiException.invalid(
              "labels", "'" + key + "' is not a KEY=VALUE of letters, digits and . _ / -");
        }
      });
    }
    return lease == null || value != null || base64 != null || generate != null
        ? new NamedSecrets.Setting(bytes(), description, labels)
        : NamedSecrets.Setting.leased(lease.terms(), description, labels);
  }
}
