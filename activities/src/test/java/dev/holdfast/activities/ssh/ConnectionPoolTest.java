package dev.holdfast.activities.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class ConnectionPoolTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Server SERVER = server("web-1", "debian");

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final SshMetrics metrics = new SshMetrics(registry);
  private final AtomicInteger made = new AtomicInteger();

  @Test
  void shouldShareOneConnectionAndCloseItWhenForgottenAndUnused() {
    ConnectionPool<Line> pool = pool(OptionalInt.empty());
    ChannelPermit<Line> first = pool.permit(SERVER, LONG);
    ChannelPermit<Line> second = pool.permit(SERVER, LONG);
    assertThat(second.connection()).isSameAs(first.connection());

    pool.forget(SERVER);
    first.close();
    assertThat(first.connection().isHealthy()).isTrue();
    second.close();
    assertThat(first.connection().isHealthy()).isFalse();
    assertThat(pool.permit(SERVER, LONG).connection()).isNotSameAs(first.connection());
  }

  @Test
  void shouldShowNothingOfARemovedServerOnceItsConnectionIsClosed() {
    ConnectionPool<Line> pool = pool(OptionalInt.empty());
    ChannelPermit<Line> used = pool.permit(SERVER, LONG);
    pool.permit(server("web-2", "debian"), LONG).close();
    registry.counter("holdfast.journal.rounds", "server", "web-1", "verb", "run").increment();
    registry.gauge("container.processes", Tags.of("server", "web-1"), 3);
    assertThat(metrics.servers()).containsExactlyInAnyOrder("web-1", "web-2");

    metrics.forget("web-1");
    assertThat(metrics.servers()).contains("web-1");
    assertThat(used.connection().isHealthy()).isTrue();
    used.close();
    metrics.forget("web-1");

    assertThat(used.connection().isHealthy()).isFalse();
    assertThat(metrics.servers()).containsExactly("web-2");
    assertThat(registry.find("container.processes").gauge()).isNotNull();
    pool.permit(SERVER, LONG).close();
    assertThat(registry.get("holdfast.ssh.connections.open").tag("server", "web-1").gauge().value())
        .isEqualTo(1);
  }

  @Test
  void shouldKeepUsersApart() {
    ConnectionPool<Line> pool = pool(OptionalInt.empty());

    assertThat(pool.permit(SERVER, LONG).connection())
        .isNotSameAs(pool.permit(server("web-1", "root"), LONG).connection());
  }

  @Test
  void shouldMakeOneConnectionForAllWhoWaitForIt() throws Exception {
    ConnectionPool<Line> pool = pool(OptionalInt.of(100));
    List<Future<?>> users = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        users.add(threads.submit(() -> pool.permit(SERVER, LONG).close()));
      }
    }
    for (Future<?> user : users) {
      user.get();
    }

    assertThat(made).hasValue(1);
  }

  @Test
  void shouldAllowHalfOfMaxSessionsOnceItKnows() {
    ConnectionPool<Line> pool = pool(OptionalInt.of(4));
    List<ChannelPermit<Line>> used = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      used.add(pool.permit(SERVER, LONG));
    }
    assertBusy(pool);
    used.subList(0, 3).forEach(ChannelPermit::close);

    awaitBusy(pool);
    used.get(3).close();
    pool.permit(SERVER, LONG).close();
  }

  @Test
  void shouldHalveItsChannelsWhenTheServerRefusesOne() {
    ConnectionPool<Line> pool = pool(OptionalInt.empty());
    List<ChannelPermit<Line>> used = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      used.add(pool.permit(SERVER, LONG));
    }
    used.get(4).refused();
    used.get(3).refused();
    used.subList(0, 3).forEach(ChannelPermit::close);

    assertBusy(pool);
    used.get(3).close();
    pool.permit(SERVER, LONG).close();
  }

  @Test
  void shouldMoveThoseWhoWaitToANewConnectionWhenTheirsBreaks() throws Exception {
    ConnectionPool<Line> pool = pool(OptionalInt.empty());
    List<ChannelPermit<Line>> used = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      used.add(pool.permit(SERVER, LONG));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<ChannelPermit<Line>> waiting = threads.submit(() -> pool.permit(SERVER, LONG));
      used.getFirst().broken();
      used.forEach(ChannelPermit::close);

      assertThat(waiting.get().connection()).isNotSameAs(used.getFirst().connection());
    }
  }

  @Test
  void shouldEvictWhatIsIdleOrBroken() {
    SshSettings hasty = new SshSettings(LONG, LONG, LONG, Duration.ZERO, 5, LONG);
    ConnectionPool<Line> pool =
        new ConnectionPool<>(_ -> new Line(OptionalInt.empty()), hasty, metrics);
    ChannelPermit<Line> used = pool.permit(SERVER, LONG);
    pool.evictIdle();
    assertThat(used.connection().isHealthy()).isTrue();

    used.close();
    pool.evictIdle();
    assertThat(used.connection().isHealthy()).isFalse();
    assertThat(
            registry
                .get("holdfast.ssh.evictions")
                .tags("server", "web-1", "reason", "idle")
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(registry.get("holdfast.ssh.connections.open").gauge().value()).isZero();
  }

  @Test
  void shouldLeaveAloneWhatCannotBeReachedUntilItIsForgottenOrProven() {
    // Of the other adapter, which reaches it; both are measured as one.
    new ConnectionPool<>(_ -> new Line(OptionalInt.empty()), SshSettings.defaults(), metrics)
        .permit(SERVER, LONG)
        .close();
    AtomicBoolean up = new AtomicBoolean();
    ConnectionPool<Line> pool =
        pool(() -> {
          if (!up.get()) {
            throw new SshException(FailureType.UNREACHABLE, "down", null);
          }
          return new Line(OptionalInt.empty());
        });
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> pool.permit(SERVER, LONG)).isInstanceOf(SshException.class);
    }
    assertThat(made).hasValue(3);
    assertThat(registry.get("holdfast.ssh.breaker.open").tag("server", "web-1").gauge().value())
        .isEqualTo(1);
    assertThat(
            registry
                .get("holdfast.ssh.connections.failed")
                .tags("server", "web-1", "reason", "unreachable")
                .counter()
                .count())
        .isEqualTo(3);

    pool.forget(SERVER);
    assertThatThrownBy(() -> pool.permit(SERVER, LONG)).hasMessage("down");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> pool.permit(SERVER, LONG)).isInstanceOf(SshException.class);
    }
    up.set(true);
    assertThatThrownBy(() -> pool.permit(SERVER, LONG)).hasMessageContaining("is not tried");
    pool.unpooled(SERVER, SERVER.port(), () -> new Line(OptionalInt.empty())).close();
    pool.permit(SERVER, LONG).close();
  }

  @Test
  void shouldTryAThrottlingServerAFewTimesMore() {
    ConnectionPool<Line> pool =
        pool(() -> {
          if (made.get() < 3) {
            throw new SshException(FailureType.THROTTLED, "busy", null);
          }
          return new Line(OptionalInt.empty());
        });

    pool.permit(SERVER, LONG).close();
    assertThat(made).hasValue(3);
  }

  @Test
  void shouldMakeFewConnectionsToOneServerAtOnce() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch full = new CountDownLatch(4);
    ConnectionPool<Line> pool =
        pool(() -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          full.countDown();
          await(full);
          now.decrementAndGet();
          return new Line(OptionalInt.empty());
        });
    List<Future<?>> users = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        Server as = server("web-1", "user" + i);
        users.add(threads.submit(() -> pool.permit(as, LONG).close()));
      }
    }
    for (Future<?> user : users) {
      user.get();
    }

    assertThat(most).hasValue(4);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private ConnectionPool<Line> pool(Supplier<Line> connector) {
    return new ConnectionPool<>(
        _ -> {
          made.incrementAndGet();
          return connector.get();
        },
        SshSettings.defaults(),
        metrics);
  }

  private static void assertBusy(ConnectionPool<Line> pool) {
    assertThatThrownBy(() -> pool.permit(SERVER, Duration.ofMillis(20)))
        .isInstanceOfSatisfying(
            SshException.class, e -> assertThat(e.type()).isEqualTo(FailureType.THROTTLED))
        .hasMessageContaining("is busy");
  }

  /** The server's answer comes on a thread of its own. */
  private static void awaitBusy(ConnectionPool<Line> pool) {
    for (int i = 0; i < 1000; i++) {
      try {
        pool.permit(SERVER, Duration.ofMillis(10)).close();
      } catch (SshException busy) {
        return;
      }
    }
    throw new AssertionError("never busy");
  }

  private ConnectionPool<Line> pool(OptionalInt maxSessions) {
    return pool(() -> new Line(maxSessions));
  }

  private static Server server(String name, String user) {
    return new Server(name, "192.0.2.1", 22, user, "key", List.of(), Map.of(), null);
  }

  /** A connection that is there until it is closed. */
  private static final class Line implements PooledConnection {
    private final OptionalInt maxSessions;
    private volatile boolean open = true;

    Line(OptionalInt maxSessions) {
      this.maxSessions = maxSessions;
    }

    @Override
    public boolean isHealthy() {
      return open;
    }

    @Override
    public OptionalInt maxSessions() {
      return maxSessions;
    }

    @Override
    public void close() {
      open = false;
    }
  }
}
