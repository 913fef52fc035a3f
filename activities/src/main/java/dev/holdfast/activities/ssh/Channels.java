package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.server.Server;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** One connection in the pool and the channels that are in use on it. Thread-safe. */
final class Channels<C extends PooledConnection> {
  private final Server server;
  private final C connection;
  private final ChannelLimit limit;
  private final SshMetrics metrics;
  private final Permits permits;
  private int size;
  private int inUse;
  private int uncounted;
  private long usedAt = System.nanoTime();
  private boolean retired;
  private boolean left;

  Channels(Server server, C connection, ChannelLimit limit, SshMetrics metrics) {
    this.server = server;
    this.metrics = metrics;
    this.connection = connection;
    this.limit = limit;
    this.size = limit.allowed();
    this.permits = new Permits(size);
    metrics.opened(server);
  }

  /** The full name of the server that it was made to. */
  String server() {
    return server.name();
  }

  C connection() {
    return connection;
  }

  /** Takes a channel if one is free and nobody waits for it. */
  boolean tryAcquire() {
    resize();
    try {
      return permits.tryAcquire(0, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Waits its turn for a channel; false if none came free in time. */
  boolean acquire(long nanos) throws InterruptedException {
    return permits.tryAcquire(nanos, TimeUnit.NANOSECONDS);
  }

  /** Begins the use of an acquired channel; gives it back and is false if the pool is done here. */
  synchronized boolean begin() {
    if (retired || !connection.isHealthy()) {
      permits.release();
      return false;
    }
    inUse++;
    return true;
  }

  void release() {
    synchronized (this) {
      inUse--;
      usedAt = System.nanoTime();
    }
    permits.release();
    resize();
    closeIfUnused();
  }

  /** Begins a use that needs no permit; false if the pool is done with the connection. */
  synchronized boolean beginUncounted() {
    if (retired || !connection.isHealthy()) {
      return false;
    }
    uncounted++;
    return true;
  }

  void endUncounted() {
    synchronized (this) {
      uncounted--;
      usedAt = System.nanoTime();
    }
    closeIfUnused();
  }

  /** The server has refused to open a channel that was acquired. */
  void refused() {
    synchronized (this) {
      limit.refused(inUse);
    }
    resize();
  }

  synchronized void resize() {
    int allowed = limit.allowed();
    if (allowed > size) {
      permits.release(allowed - size);
    } else if (allowed < size) {
      permits.reducePermits(size - allowed);
    }
    size = allowed;
  }

  /**
   * Closes it when the commands that run on it have ended; those who wait go elsewhere.
   *
   * @param reason for the metrics
   */
  void retire(String reason) {
    synchronized (this) {
      retired = true;
    }
    leave(reason);
    closeIfUnused();
  }

  /** Closes it now, with whatever runs on it. */
  void close(String reason) {
    leave(reason);
    connection.close();
  }

  /** Several may find it broken; it leaves once. */
  private void leave(String reason) {
    synchronized (this) {
      if (left) {
        return;
      }
      left = true;
    }
    metrics.left(server, reason);
  }

  private void closeIfUnused() {
    boolean unused;
    synchronized (this) {
      unused = retired && inUse == 0 && uncounted == 0;
    }
    if (unused) {
      connection.close();
    }
  }

  synchronized boolean isIdle(Duration idle) {
    return inUse == 0 && uncounted == 0 && System.nanoTime() - usedAt > idle.toNanos();
  }

  /** Fair, and of a size that may change. */
  private static final class Permits extends Semaphore {
    private static final long serialVersionUID = 1;

    Permits(int permits) {
      super(permits, true);
    }

    @Override
    protected void reducePermits(int reduction) {
      super.reducePermits(reduction);
    }
  }
}
