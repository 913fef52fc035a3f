package dev.holdfast.platform.identity;

import dev.holdfast.platform.atrest.KeyedDigests;
import dev.holdfast.platform.secret.Keyset;
import dev.holdfast.platform.secret.KeysetColumn;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What users have beside their passwords: a secret that makes codes, encrypted by the platform's
 * keyset, and recovery codes, of which digests are kept. Each code is good once.
 */
public final class SecondFactors {
  private static final int RECOVERY_CODES = 10;
  private static final int RECOVERY_BYTES = 10;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** What the keyset encrypts of them. */
  public static final KeysetColumn COLUMN =
      new KeysetColumn(
          "second_factors", "user_name", "text", "secret_sealed", SecondFactors::associated);

  private final Jdbi jdbi;
  private final Keyset keyset;
  private final KeyedDigests digests;

  public SecondFactors(Jdbi jdbi, Keyset keyset, KeyedDigests digests) {
    this.jdbi = jdbi;
    this.keyset = keyset;
    this.digests = digests;
  }

  /** Whether the user's logins take a code. */
  public boolean asked(String user) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select exists (select from second_factors
                  where user_name = :user and confirmed_at is not null)
                """)
            .bind("user", user)
            .mapTo(Boolean.class)
            .one());
  }

  /**
   * Makes a secret, which counts once a code of it was shown.
   *
   * @return in base 32; empty if the user has one that counts
   */
  public Optional<String> prepare(String organisation, String user) {
    byte[] secret = new byte[TimeCodes.SECRET];
    RANDOM.nextBytes(secret);
    int prepared =
        jdbi.withHandle(handle ->
            handle.execute(
                """
                insert into second_factors as f (user_name, organisation_id, secret_sealed)
                values (?, ?, ?)
                on conflict (user_name) do update
                  set secret_sealed = excluded.secret_sealed, last_step = 0, created_at = now()
                  where f.confirmed_at is null
                """,
                user,
                organisation,
                keyset.encrypt(secret, associated(user))));
    return prepared == 1 ? Optional.of(TimeCodes.base32(secret)) : Optional.empty();
  }

  /**
   * Lets the secret count from now on.
   *
   * @return the recovery codes; empty if the code is wrong or there is nothing to confirm
   */
  public Optional<List<String>> confirm(String organisation, String user, String code) {
    return jdbi.inTransaction(handle -> {
      if (!timeCode(handle, user, code, "confirmed_at is null")) {
        return Optional.empty();
      }
      handle.execute("update second_factors set confirmed_at = now() where user_name = ?", user);
      handle.execute("delete from recovery_codes where user_name = ?", user);
      List<String> codes = new ArrayList<>();
      for (int i = 0; i < RECOVERY_CODES; i++) {
        String made = recoveryCode();
        codes.add(made);
        handle.execute(
            "insert into recovery_codes (digest, organisation_id, user_name) values (?, ?, ?)",
            digest(user, made),
            organisation,
            user);
      }
      return Optional.of(codes);
    });
  }

  /** Uses up a code of the moment, or a recovery code; false if it is neither, or was used. */
  public boolean use(String user, String code) {
    return jdbi.inTransaction(handle ->
        timeCode(handle, user, code.strip(), "confirmed_at is not null")
            || handle.execute(
                    "delete from recovery_codes where user_name = ? and digest = ?",
                    user,
                    digest(user, code))
                == 1);
  }

  /** Asks for no codes any more; false if none were asked for. */
  public boolean remove(String organisation, String user) {
    return jdbi.inTransaction(handle -> {
      handle.execute(
          "delete from recovery_codes where organisation_id = ? and user_name = ?",
          organisation,
          user);
      return handle.execute(
              "delete from second_factors where organisation_id = ? and user_name = ?",
              organisation,
              user)
          == 1;
    });
  }

  private boolean timeCode(Handle handle, String user, String code, String which) {
    Optional<byte[]> sealed =
        handle
            .createQuery(
                "select secret_sealed from second_factors where user_name = :user and "
                    + which
                    + " for update")
            .bind("user", user)
            .map((rs, context) -> rs.getBytes(1))
            .findOne();
    if (sealed.isEmpty()) {
      return false;
    }
    OptionalLong step = TimeCodes.step(open(user, sealed.get()), code, Instant.now());
    return step.isPresent()
        && handle.execute(
                "update second_factors set last_step = ? where user_name = ? and last_step < ?",
                step.getAsLong(),
                user,
                step.getAsLong())
            == 1;
  }

  private static String recoveryCode() {
    byte[] bytes = new byte[RECOVERY_BYTES];
    RANDOM.nextBytes(bytes);
    String text = TimeCodes.base32(bytes).toLowerCase(Locale.ROOT);
    return String.join(
        "-", text.substring(0, 4), text.substring(4, 8), text.substring(8, 12), text.substring(12));
  }

  /** However it was copied. */
  private String digest(String user, String code) {
    return digests.of(
        "recovery-code", user + " " + code.toLowerCase(Locale.ROOT).replaceAll("[^a-z2-7]", ""));
  }

  private byte[] open(String user, byte[] sealed) {
    try {
      return keyset.decrypt(sealed, associated(user));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "The second factor of '" + user + "' cannot be decrypted with the platform's keys", e);
    }
  }

  private static byte[] associated(String user) {
    return ("second-factor/" + user).getBytes(StandardCharsets.UTF_8);
  }
}
