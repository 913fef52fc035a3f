package dev.holdfast.activities.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.activities.ssh.Ssh;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SessionStatesTest {
  private static final Server WEB =
      new Server("web-1", "127.0.0.1", 22, "debian", "key", List.of(), Map.of(), null);

  private final AtomicInteger forgotten = new AtomicInteger();
  private final SessionStates states = new SessionStates();
  private final SessionStates.Renewal renewal = states.renewal(forgetting(), WEB);

  /** Counts the connections that are given up; nothing else is asked of it. */
  private Ssh forgetting() {
    return (Ssh)
        Proxy.newProxyInstance(
            Ssh.class.getClassLoader(),
            new Class<?>[] {Ssh.class},
            (_, method, _) -> {
              assertThat(method.getName()).isEqualTo("forget");
              forgotten.incrementAndGet();
              return null;
            });
  }

  @Test
  void shouldLogInAgainFirstAndThenTakeWhatALoginGives() {
    renewal.after("one");
    assertThat(forgotten).hasValue(1);
    assertThat(states.accepted(WEB)).isEqualTo("none");

    renewal.after("one");
    assertThat(forgotten).hasValue(1);
    assertThat(states.accepted(WEB)).isEqualTo("one");
  }

  /** As while a set-up makes accounts there: what was stale is never taken for what is right. */
  @Test
  void shouldLogInAgainWhereTheAccountsHaveChangedOnceMore() {
    renewal.after("one");
    renewal.after("two");
    renewal.after("three");

    assertThat(forgotten).hasValue(3);
    assertThat(states.accepted(WEB)).isEqualTo("none");

    renewal.after("three");
    assertThat(forgotten).hasValue(3);
    assertThat(states.accepted(WEB)).isEqualTo("three");
  }

  @Test
  void shouldWaitLongerAndLongerBeforeItLogsInOnceMore() {
    renewal.after("one");
    long began = System.nanoTime();

    renewal.after("two");
    renewal.after("three");

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(600));
  }

  @Test
  void shouldSayWhatIsWrongWhereTheyNeverStayAsTheyAre() {
    assertThatThrownBy(
            () -> {
              for (int found = 1; found <= 100; found++) {
                renewal.after("state-" + found);
              }
            })
        .isInstanceOfSatisfying(
            SshException.class, e -> assertThat(e.type()).isEqualTo(FailureType.THROTTLED))
        .hasMessageContaining("web-1: its accounts, groups or limits keep changing");
    assertThat(forgotten).hasValue(10);
  }

  @Test
  void shouldSayOfAStoppedWorkerThatNothingWasRun() {
    Thread.currentThread().interrupt();
    // The first login waits for nothing.
    renewal.after("one");

    assertThatThrownBy(() -> renewal.after("two"))
        .isInstanceOfSatisfying(
            SshException.class, e -> assertThat(e.type()).isEqualTo(FailureType.WORKER_LOST))
        .hasMessageContaining("nothing was run");
    assertThat(Thread.interrupted()).isTrue();
  }
}
