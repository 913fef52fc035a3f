package dev.holdfast.api.events;

import dev.holdfast.platform.PlatformConfig;
import dev.holdfast.platform.event.Events;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Hears from PostgreSQL which operations have changed, and that there are events, on a connection
 * of its own.
 *
 * <p>After a broken connection every listener is told, because nobody knows what was missed.
 */
@Component
public final class ChangeFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);
  private static final Duration RECONNECT = Duration.ofSeconds(1);
  private static final int WAIT_MILLIS = 10_000;

  private final PlatformConfig.Database database;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final List<Runnable> eventListeners = new CopyOnWriteArrayList<>();
  private @Nullable Connection connection;
  private volatile boolean closed;

  ChangeFeed(PlatformConfig config) {
    this.database = config.database();
  }

  /** Somebody who wants to know of one operation; {@code changed} must return at once. */
  record Listener(String operation, Runnable changed) {}

  /** Listens from now on. */
  public void start() {
    Thread.ofVirtual().name("change-feed").start(this::run);
  }

  void add(Listener listener) {
    listeners.add(listener);
  }

  void remove(Listener listener) {
    listeners.remove(listener);
  }

  /** Tells of events from now on, after those before; {@code changed} must return at once. */
  public void onEvents(Runnable changed) {
    eventListeners.add(changed);
  }

  void noMoreOnEvents(Runnable changed) {
    eventListeners.remove(changed);
  }

  @Override
  public void close() {
    closed = true;
    Connection open = connection;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.debug("The change feed's connection was broken already", e);
      }
    }
  }

  private void run() {
    while (!closed) {
      try (Connection open =
              DriverManager.getConnection(database.url(), database.user(), database.password());
          Statement statement = open.createStatement()) {
        connection = open;
        statement.execute("listen operation_changed");
        statement.execute("listen " + Events.CHANNEL);
        listeners.forEach(listener -> listener.changed().run());
        eventListeners.forEach(Runnable::run);
        PGConnection postgres = open.unwrap(PGConnection.class);
        while (!closed) {
          PGNotification[] heard = postgres.getNotifications(WAIT_MILLIS);
          for (PGNotification notification : heard) {
            if (notification.getName().equals(Events.CHANNEL)) {
              eventListeners.forEach(Runnable::run);
            } else {
              tell(notification.getParameter());
            }
          }
        }
      } catch (SQLException e) {
        if (!closed) {
          LOG.warn("The change feed has lost PostgreSQL, trying again: {}", e.toString());
          pause();
        }
      }
    }
  }

  private void tell(String operation) {
    for (Listener listener : listeners) {
      if (listener.operation().equals(operation)) {
        listener.changed().run();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RECONNECT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
