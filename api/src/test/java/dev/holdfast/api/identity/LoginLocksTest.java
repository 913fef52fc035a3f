package dev.holdfast.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.identity.LoginLocks;
import dev.holdfast.platform.identity.LoginLocks.Secret;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How guessing is slowed down. */
final class LoginLocksTest {
  private static final LoginLocks LOCKS = Logins.PLATFORM.part(LoginLocks.class);

  @BeforeEach
  void unlock() {
    Logins.unlock();
  }

  private static String another() {
    return UUID.randomUUID().toString();
  }

  private static @Nullable Duration attempt(String account, String address) {
    return LOCKS.begin(Secret.PASSWORD, account, address).lockedFor();
  }

  private static void failures(int count, String account) {
    for (int i = 0; i < count; i++) {
      assertThat(attempt(account, another())).isNull();
    }
  }

  @Test
  void shouldDoubleTheLockOfAnAccountUpToADay() {
    long seconds = 60;
    for (int lock = 0; lock < 13; lock++) {
      failures(5, "ada");
      assertThat(attempt("ada", another()))
          .isBetween(Duration.ofSeconds(seconds - 5), Duration.ofSeconds(seconds));
      Logins.sql("update login_failures set locked_until = now() where locked_until > now()");
      seconds = Math.min(2 * seconds, 86_400);
    }
  }

  @Test
  void shouldUnlockTheAccountAndNotTheAddress() {
    Logins.user("una-locked", "viewer");
    String address = another();
    for (int i = 0; i < 5; i++) {
      assertThat(attempt("una-locked", address)).isNull();
    }
    assertThat(attempt("una-locked", another())).isNotNull();

    assertThat(Logins.OWNER.post("/api/v1/users/una-locked/unlock", null).status()).isEqualTo(200);

    assertThat(attempt("una-locked", another())).isNull();
    assertThat(attempt("una-locked", address)).isNotNull();
    assertThat(Logins.audited()).contains("user unlock una-locked");
    assertThat(Logins.OWNER.post("/api/v1/users/nobody-here/unlock", null).status()).isEqualTo(404);
  }

  @Test
  void shouldForgetTheFailuresOfAnAccountThatLogsInAndThoseOfLongAgo() {
    failures(4, "bea");
    String address = another();
    assertThat(attempt("bea", address)).isNull();
    LOCKS.succeeded(Secret.PASSWORD, "bea", address);
    failures(4, "bea");

    Logins.sql("update login_failures set since = since - interval '16 minutes'");

    failures(5, "bea");
    assertThat(attempt("bea", another())).isNotNull();
  }

  @Test
  void shouldLockAnAddressThatTriesManyAccountsAlsoIfOneIsItsOwn() {
    String address = another();
    for (int i = 0; i < 4; i++) {
      assertThat(attempt(another(), address)).isNull();
    }
    assertThat(attempt("own", address)).isNull();
    LOCKS.succeeded(Secret.PASSWORD, "own", address);
    assertThat(attempt(another(), address)).isNull();

    assertThat(attempt("own", address)).isNotNull();
    assertThat(attempt("own", another())).isNull();
  }
}
