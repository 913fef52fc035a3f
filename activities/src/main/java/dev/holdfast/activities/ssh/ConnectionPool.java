package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Access;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one connection for each server, login user and credential, and shares out its channels in
 * the order in which they are asked for. Thread-safe.
 *
 * @param <C> the adapter's kind of connection
 */
public final class ConnectionPool<C extends PooledConnection> implements AutoCloseable {
  private final ConcurrentMap<Key, Place> places = new ConcurrentHashMap<>();
  private final ConcurrentMap<Address, Gate> gates = new ConcurrentHashMap<>();
  private final Function<Server, C> connector;
  private final SshSettings settings;
  private final Function<Server, List<Server>> way;
  private final SshMetrics metrics;
  private final Semaphore handshakes;
  private volatile boolean closed;

  /**
   * @param connector connects and logs in; every failure is an {@link SshException}
   */
  public ConnectionPool(Function<Server, C> connector, SshSettings settings, SshMetrics metrics) {
    this(connector, settings, metrics, _ -> List.of());
  }

  /**
   * @param connector connects and logs in; every failure is an {@link SshException}
   * @param way the servers through which one is reached, as they are known now
   */
  public ConnectionPool(
      Function<Server, C> connector,
      SshSettings settings,
      SshMetrics metrics,
      Function<Server, List<Server>> way) {
    this.connector = connector;
    this.settings = settings;
    this.metrics = metrics;
    this.way = way;
    this.handshakes = new Semaphore(settings.limits().handshakes(), true);
    metrics.pool(this);
  }

  private record Address(String host, int port) {
    static Address of(Server server) {
      return new Address(server.address(), server.port());
    }
  }

  /**
   * All trust is part of it, that in the servers on the way too: a connection never outlives the
   * trust that it was made with.
   */
  private record Key(
      Address address,
      String user,
      String credential,
      List<HostKey> hostKeys,
      Access access,
      List<Server> way) {
    static Key of(Server server, List<Server> way) {
      return new Key(
          Address.of(server),
          server.user(),
          server.credential(),
          server.hostKeys(),
          server.access(),
          way);
    }
  }

  /**
   * The right to a channel on a healthy connection, made now if there is none.
   *
   * @param patience how long to wait for a channel; connecting has its own limits
   * @throws SshException of type THROTTLED if no channel came free, or why there is no connection
   */
  public ChannelPermit<C> permit(Server server, Duration patience) {
    Place place = place(server);
    long began = System.nanoTime();
    long deadline = began + patience.toNanos();
    try {
      while (true) {
        Channels<C> channels = place.channels(server);
        if (!channels.tryAcquire()) {
          place.askForMaxSessions(channels);
          if (!channels.acquire(deadline - System.nanoTime())) {
            throw failure(
                server,
                FailureType.THROTTLED,
                "is busy: all %d channels were in use for %d s"
                    .formatted(place.gate.channels().allowed(), patience.toSeconds()),
                null);
          }
        }
        if (channels.begin()) {
          metrics.waited(server, System.nanoTime() - began);
          return permit(place, channels);
        }
      }
    } catch (InterruptedException e) {
      throw interrupted(server, e);
    }
  }

  /**
   * The use of a healthy connection, made now if there is none, for a channel that is no session:
   * it does not count for MaxSessions, and waits for no other.
   */
  public ChannelPermit<C> uncounted(Server server) {
    Place place = place(server);
    try {
      while (true) {
        Channels<C> channels = place.channels(server);
        if (channels.beginUncounted()) {
          return new ChannelPermit<>(
              channels.connection(),
              channels::endUncounted,
              () -> {},
              () -> place.discard(channels));
        }
      }
    } catch (InterruptedException e) {
      throw interrupted(server, e);
    }
  }

  private Place place(Server server) {
    return places.computeIfAbsent(
        Key.of(server, way.apply(server)), key -> new Place(gate(server, key.address())));
  }

  private static SshException interrupted(Server server, InterruptedException e) {
    Thread.currentThread().interrupt();
    return failure(server, FailureType.WORKER_LOST, "was given up: the caller was interrupted", e);
  }

  private ChannelPermit<C> permit(Place place, Channels<C> channels) {
    Runnable refused =
        () -> {
          channels.refused();
          place.askForMaxSessions(channels);
        };
    return new ChannelPermit<>(
        channels.connection(), channels::release, refused, () -> place.discard(channels));
  }

  private Gate gate(Server server, Address address) {
    Gate gate = gates.computeIfAbsent(address, _ -> new Gate(handshakes, settings, metrics));
    // Also of a server that was removed, forgotten, and registered again.
    metrics.breaker(server, gate);
    return gate;
  }

  /**
   * Makes a connection of the caller's own, within the limits on connecting but also to a server
   * that is left alone because it could not be reached; a success ends that.
   *
   * @param port where {@code connect} connects to
   */
  public C unpooled(Server server, int port, Supplier<C> connect) {
    return gate(server, new Address(server.address(), port)).prove(server, connect);
  }

  /**
   * Takes all connections to the server out of use; what runs on them ends in peace. What was
   * learnt of it counts no more: a server that was left alone is tried again.
   */
  public void forget(Server server) {
    Address address = Address.of(server);
    gate(server, address).forget();
    places.forEach((key, place) -> {
      if (key.address().equals(address)) {
        place.retire();
      }
    });
  }

  /**
   * Closes the connections to a server that were made under this name, where nothing runs on them.
   */
  void leave(String server) {
    places.values().forEach(place -> place.leave(server));
  }

  /** Closes what has not been used for the time in the settings, and what is broken. */
  public void evictIdle() {
    places.values().forEach(Place::evictIdle);
  }

  @Override
  public void close() {
    closed = true;
    places.values().forEach(Place::close);
  }

  private static SshException failure(
      Server server, FailureType type, String what, @Nullable Throwable cause) {
    return new SshException(
        type,
        "%s (%s:%d) %s".formatted(server.name(), server.address(), server.port(), what),
        cause);
  }

  /** Where one connection is, or is being made: all who want it meanwhile share the attempt. */
  private final class Place {
    private final Gate gate;
    private @Nullable Channels<C> current;
    private @Nullable CompletableFuture<Channels<C>> attempt;

    /** Rises when what is being made must not be kept. */
    private int epoch;

    Place(Gate gate) {
      this.gate = gate;
    }

    Channels<C> channels(Server server) throws InterruptedException {
      CompletableFuture<Channels<C>> joined;
      synchronized (this) {
        if (closed) {
          throw new IllegalStateException("the connections are closed");
        }
        Channels<C> channels = current;
        if (channels != null && channels.connection().isHealthy()) {
          return channels;
        }
        if (channels != null) {
          channels.close("broken");
          current = null;
        }
        if (attempt == null) {
          attempt = connect(server, epoch);
        }
        joined = attempt;
      }
      try {
        return joined.get();
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case SshException ssh ->
              throw new SshException(ssh.type(), Objects.toString(ssh.getMessage()), ssh);
          case RuntimeException runtime -> throw runtime;
          case null, default -> throw new IllegalStateException(e);
        }
      }
    }

    /** On a thread of its own: an interrupt of one caller must not fail the others. */
    private CompletableFuture<Channels<C>> connect(Server server, int epoch) {
      CompletableFuture<Channels<C>> made = new CompletableFuture<>();
      Thread.ofVirtual()
          .name("ssh-connect")
          .start(
              // For whoever wanted it first.
              Context.current()
                  .wrap(() -> {
                    try {
                      C connection =
                          gate.connect(
                              server,
                              () ->
                                  SshSpans.in("ssh connect", server, _ -> connector.apply(server)));
                      Channels<C> channels =
                          new Channels<>(server, connection, gate.channels(), metrics);
                      arrived(epoch, channels);
                      made.complete(channels);
                    } catch (Throwable e) {
                      failed(epoch);
                      made.completeExceptionally(e);
                    }
                  }));
      return made;
    }

    private synchronized void arrived(int epochOfIt, Channels<C> channels) {
      if (epoch == epochOfIt && !closed) {
        attempt = null;
        current = channels;
      } else {
        // Forgotten while it was being made.
        channels.retire("forgotten");
      }
    }

    private synchronized void failed(int epochOfIt) {
      if (epoch == epochOfIt) {
        attempt = null;
      }
    }

    void askForMaxSessions(Channels<C> channels) {
      ChannelLimit limit = gate.channels();
      if (!limit.shouldAsk()) {
        return;
      }
      Thread.ofVirtual()
          .name("ssh-max-sessions")
          .start(() -> {
            channels.connection().maxSessions().ifPresent(limit::told);
            channels.resize();
          });
    }

    void discard(Channels<C> channels) {
      synchronized (this) {
        if (current == channels) {
          current = null;
        }
      }
      channels.close("broken");
    }

    synchronized void retire() {
      epoch++;
      attempt = null;
      if (current != null) {
        current.retire("forgotten");
        current = null;
      }
    }

    synchronized void leave(String server) {
      if (current != null && current.server().equals(server) && current.isIdle(Duration.ZERO)) {
        retire();
      }
    }

    synchronized void evictIdle() {
      if (current == null) {
        return;
      }
      if (!current.connection().isHealthy()) {
        current.retire("broken");
        current = null;
      } else if (current.isIdle(settings.idle())) {
        current.retire("idle");
        current = null;
      }
    }

    synchronized void close() {
      epoch++;
      attempt = null;
      if (current != null) {
        current.close("closed");
        current = null;
      }
    }
  }
}
