package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps one connection for each server, login user and credential. Thread-safe. */
public final class ConnectionPool<C extends PooledConnection> implements AutoCloseable {
  private final ConcurrentMap<Key, Place> places = new ConcurrentHashMap<>();
  private final Function<Server, C> connector;
  private final SshSettings settings;
  private volatile boolean closed;

  public ConnectionPool(Function<Server, C> connector, SshSettings settings) {
    this.connector = connector;
    this.settings = settings;
  }

  /**
   * The pinned keys are part of it: a connection never outlives the trust that it was made with.
   */
  private record Key(
      String address, int port, String user, String credential, List<HostKey> hostKeys) {
    static Key of(Server server) {
      return new Key(
          server.address(), server.port(), server.user(), server.credential(), server.hostKeys());
    }
  }

  /** A healthy connection, made now if there is none. */
  public C connection(Server server) {
    if (closed) {
      throw new IllegalStateException("the connections are closed");
    }
    return places.computeIfAbsent(Key.of(server), _ -> new Place()).connection(server);
  }

  /** Takes a connection that proved broken out of use. */
  public void discard(Server server, C connection) {
    Place place = places.get(Key.of(server));
    if (place != null) {
      place.remove(connection);
    }
    connection.close();
  }

  /** Takes all connections to the server out of use; what runs on them ends in peace. */
  public void forget(Server server) {
    places.forEach((key, place) -> {
      if (key.address().equals(server.address()) && key.port() == server.port()) {
        place.retire();
      }
    });
  }

  public void evictIdle() {
    places.values().forEach(Place::evictIdle);
  }

  @Override
  public void close() {
    closed = true;
    places.values().forEach(Place::close);
  }

  /** Where one connection is; its lock lets one thread connect while the others wait for that. */
  private final class Place {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable C current;

    C connection(Server server) {
      lock.lock();
      try {
        C connection = current;
        if (connection != null && connection.isHealthy()) {
          return connection;
        }
        if (connection != null) {
          connection.close();
          current = null;
        }
        C made = connector.apply(server);
        current = made;
        return made;
      } finally {
        lock.unlock();
      }
    }

    @SuppressWarnings("ReferenceEquality") // this very connection
    void remove(C connection) {
      lock.lock();
      try {
        if (current == connection) {
          current = null;
        }
      } finally {
        lock.unlock();
      }
    }

    void retire() {
      lock.lock();
      try {
        if (current != null) {
          current.retire();
          current = null;
        }
      } finally {
        lock.unlock();
      }
    }

    void evictIdle() {
      // A connection that is being made is not idle.
      if (!lock.tryLock()) {
        return;
      }
      try {
        if (current != null && (current.isIdle(settings.idle()) || !current.isHealthy())) {
          current.retire();
          current = null;
        }
      } finally {
        lock.unlock();
      }
    }

    void close() {
      lock.lock();
      try {
        if (current != null) {
          current.close();
          current = null;
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
