package dev.holdfast.api.identity;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.identity.PasswordGenerator;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Hashes passwords with Argon2id (19 MiB, two passes, one lane), at most four at once, so that
 * logins cannot use up the memory. Thread-safe.
 */
@Component
final class PasswordHashing {
  private static final int SALT = 16;
  private static final int HASH = 32;
  private static final int LANES = 1;
  private static final int KIBIBYTES = 19 * 1024;
  private static final int PASSES = 2;
  private static final int AT_ONCE = 4;
  private static final long PATIENCE_SECONDS = 10;

  private final Argon2PasswordEncoder encoder =
      new Argon2PasswordEncoder(SALT, HASH, LANES, KIBIBYTES, PASSES);
  private final Semaphore turns = new Semaphore(AT_ONCE, true);
  private final String nobodys = hash(PasswordGenerator.next(""));

  /**
   * Waits until it is this work's turn.
   *
   * @throws ApiException 503 if too many are before it
   */
  <T> T inTurn(Supplier<T> work) {
    try {
      if (!turns.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
    try {
      return work.get();
    } finally {
      turns.release();
    }
  }

  /** Only {@link #inTurn}. */
  String hash(String password) {
    String hash = encoder.encode(password);
    if (hash == null) {
      throw new IllegalStateException("a password has no hash");
    }
    return hash;
  }

  /**
   * Whether it is the password of this hash; takes as long where there is none. Only {@link
   * #inTurn}.
   */
  boolean matches(String password, @Nullable String hash) {
    boolean same = encoder.matches(password, hash == null ? nobodys : hash);
    return same && hash != null;
  }

  private static ApiException busy() {
    return ApiException.unavailable("logins-busy", "Too many logins at once; try again.");
  }
}
