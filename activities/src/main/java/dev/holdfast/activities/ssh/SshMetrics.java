package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.server.Server;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is measured of the way to servers. Thread-safe.
 *
 * <p>Tags are servers' names and words from lists that are in this code, so that their number stays
 * bounded.
 */
public final class SshMetrics {
  private static final SshMetrics GLOBAL = new SshMetrics(Metrics.globalRegistry);

  private static final String SERVER = "server";

  private final MeterRegistry registry;
  private final ConcurrentMap<String, AtomicInteger> open = new ConcurrentHashMap<>();

  /** By server; pools come and go, and take their gates with them. */
  private final ConcurrentMap<String, Set<Gate>> gates = new ConcurrentHashMap<>();

  /** Those of this process; they come and go. */
  private final Set<ConnectionPool<?>> pools =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  SshMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** The process's own, which all adapters share: into Micrometer's global registry. */
  public static SshMetrics global() {
    return GLOBAL;
  }

  /** Another pool whose connections are measured. */
  void pool(ConnectionPool<?> pool) {
    pools.add(pool);
  }

  /** The servers, by their names, of which something is shown. */
  public Set<String> servers() {
    return shown().map(meter -> meter.getId().getTag(SERVER)).collect(Collectors.toSet());
  }

  /**
   * Shows nothing of a server any more that is not registered now. Its connections are closed as
   * soon as nothing runs on them; until then all of it stays, and has to be forgotten again.
   */
  public void forget(String server) {
    synchronized (pools) {
      pools.forEach(pool -> pool.leave(server));
    }
    AtomicInteger connections = open.get(server);
    if (connections != null && connections.get() > 0) {
      return;
    }
    open.remove(server);
    gates.remove(server);
    shown().filter(meter -> server.equals(meter.getId().getTag(SERVER))).forEach(registry::remove);
  }

  /** The meters of this process that are of a server; containers' come and go by themselves. */
  private Stream<Meter> shown() {
    return registry.getMeters().stream()
        .filter(meter -> meter.getId().getName().startsWith("holdfast."))
        .filter(meter -> meter.getId().getTag(SERVER) != null);
  }

  /** Measures a connect and login, and counts how it ended. */
  <C> C handshake(Server server, Supplier<C> connector) {
    long began = System.nanoTime();
    try {
      C made = connector.get();
      registry
          .timer("holdfast.ssh.handshake", of(server))
          .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
      return made;
    } catch (SshException e) {
      Tags reason = of(server).and("reason", word(e.type()));
      registry.counter("holdfast.ssh.connections.failed", reason).increment();
      throw e;
    }
  }

  /** A connection has come into the pool. */
  void opened(Server server) {
    open(server).incrementAndGet();
    registry.counter("holdfast.ssh.connections.made", of(server)).increment();
  }

  /**
   * A connection has left the pool: {@code idle}, {@code broken}, {@code forgotten} or {@code
   * closed}.
   */
  void left(Server server, String reason) {
    open(server).decrementAndGet();
    registry.counter("holdfast.ssh.evictions", of(server).and("reason", reason)).increment();
  }

  /** How long a caller waited for its turn on a channel, the connecting included. */
  void waited(Server server, long nanos) {
    registry.timer("holdfast.ssh.channel.wait", of(server)).record(nanos, TimeUnit.NANOSECONDS);
  }

  /** Another gate to a server, as each pool has one; the server's breaker is open if any is. */
  void breaker(Server server, Gate gate) {
    gates
        .computeIfAbsent(
            server.name(),
            _ ->
                registry.gauge(
                    "holdfast.ssh.breaker.open",
                    of(server),
                    Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>())),
                    SshMetrics::open))
        .add(gate);
  }

  private static int open(Set<Gate> gates) {
    synchronized (gates) {
      return gates.stream().anyMatch(Gate::isOpen) ? 1 : 0;
    }
  }

  /** Measures one command of an adapter and the bytes that pass. */
  public int execution(Server server, Streams streams, ToIntFunction<Streams> run) {
    long began = System.nanoTime();
    String outcome = "failed";
    Counted stdin = new Counted();
    Counted output = new Counted();
    try {
      int exitCode =
          run.applyAsInt(
              new Streams(
                  stdin.of(streams.stdin()),
                  output.of(streams.stdout()),
                  output.of(streams.stderr())));
      outcome = exitCode == 0 ? "ok" : "exit-code";
      return exitCode;
    } catch (SshException e) {
      outcome = word(e.type());
      throw e;
    } finally {
      registry
          .timer("holdfast.ssh.executions", of(server).and("outcome", outcome))
          .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
      bytes(server, "in", output);
      bytes(server, "out", stdin);
    }
  }

  private void bytes(Server server, String direction, Counted bytes) {
    registry
        .counter("holdfast.ssh.bytes", of(server).and("direction", direction))
        .increment((double) bytes.count.get());
  }

  private AtomicInteger open(Server server) {
    return open.computeIfAbsent(
        server.name(),
        _ -> {
          AtomicInteger count = new AtomicInteger();
          registry.gauge("holdfast.ssh.connections.open", of(server), count);
          return count;
        });
  }

  private static Tags of(Server server) {
    return Tags.of(SERVER, server.name());
  }

  /** A constant as clients see it: lower case with hyphens. */
  static String word(Enum<?> type) {
    return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Counts what passes. */
  private static final class Counted {
    private final AtomicLong count = new AtomicLong();

    InputStream of(InputStream in) {
      return new FilterInputStream(in) {
        @Override
        public int read() throws IOException {
          int b = super.read();
          count.addAndGet(b < 0 ? 0 : 1);
          return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          int n = super.read(bytes, offset, length);
          count.addAndGet(Math.max(0, n));
          return n;
        }
      };
    }

    OutputStream of(OutputStream out) {
      return new FilterOutputStream(out) {
        @Override
        public void write(int b) throws IOException {
          out.write(b);
          count.incrementAndGet();
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          out.write(bytes, offset, length);
          count.addAndGet(length);
        }
      };
    }
  }
}
