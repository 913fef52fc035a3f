package dev.holdfast.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BreakerTest {
  private static final Server SERVER =
      new Server("web-1", "192.0.2.1", 22, "debian", "key", List.of(), Map.of(), null);

  private final Ticking clock = new Ticking();
  private final Breaker breaker = new Breaker(SshSettings.Limits.defaults(), clock);

  @Test
  void shouldOpenAfterThreeFailuresInARowAndSayWhy() {
    fail(2);
    assertThat(breaker.isOpen()).isFalse();
    fail(1);

    assertThat(breaker.isOpen()).isTrue();
    assertThatThrownBy(() -> breaker.enter(SERVER))
        .isInstanceOfSatisfying(
            SshException.class, e -> assertThat(e.type()).isEqualTo(FailureType.UNREACHABLE))
        .hasMessageContaining("web-1 (192.0.2.1:22)")
        .hasMessageContaining("since 2026-01-01T00:00:00Z (3 attempts)")
        .hasMessageContaining("tried again in")
        .hasMessageContaining("Connection refused");
  }

  @Test
  void shouldNotCountFailuresThatASuccessDivides() {
    fail(2);
    breaker.enter(SERVER);
    breaker.succeeded();
    fail(2);

    assertThat(breaker.isOpen()).isFalse();
  }

  @Test
  void shouldLetOneProbeInAndAllAfterItsSuccess() {
    fail(3);
    clock.pass(Duration.ofSeconds(2));

    breaker.enter(SERVER);
    assertThatThrownBy(() -> breaker.enter(SERVER)).hasMessageContaining("being tried now");
    breaker.succeeded();
    assertThatCode(() -> breaker.enter(SERVER)).doesNotThrowAnyException();
    assertThatCode(() -> breaker.enter(SERVER)).doesNotThrowAnyException();
  }

  @Test
  void shouldProbeEverMoreSeldomButAtLeastEveryMinute() {
    fail(3);
    for (int i = 0; i < 12; i++) {
      clock.pass(Duration.ofSeconds(60));
      fail(1);
    }
    clock.pass(Duration.ofSeconds(40));
    assertThatThrownBy(() -> breaker.enter(SERVER)).hasMessageContaining("is not tried");
    clock.pass(Duration.ofSeconds(20));
    assertThatCode(() -> breaker.enter(SERVER)).doesNotThrowAnyException();
  }

  @Test
  void shouldStayClosedWhenTheServerRefusesAKey() {
    for (FailureType type : List.of(FailureType.AUTHENTICATION, FailureType.HOST_KEY_MISMATCH)) {
      for (int i = 0; i < 5; i++) {
        breaker.enter(SERVER);
        breaker.failed(new SshException(type, "no", null));
      }
    }

    assertThat(breaker.isOpen()).isFalse();
  }

  @Test
  void shouldLetTheNextProbeWhenOneToldNothing() {
    fail(3);
    clock.pass(Duration.ofSeconds(2));
    breaker.enter(SERVER);
    breaker.givenUp();

    assertThatCode(() -> breaker.enter(SERVER)).doesNotThrowAnyException();
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.enter(SERVER);
      breaker.failed(new SshException(FailureType.UNREACHABLE, "Connection refused", null));
    }
  }

  /** A clock that only the test moves. */
  private static final class Ticking extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void pass(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
