package dev.holdfast.activities.ssh;

import java.util.concurrent.atomic.AtomicBoolean;

/** The right to open one channel on a connection, until it is closed. Thread-safe. */
public final class ChannelPermit<C extends PooledConnection> implements AutoCloseable {
  private final C connection;
  private final Runnable release;
  private final Runnable refused;
  private final Runnable broken;
  private final AtomicBoolean open = new AtomicBoolean(true);

  ChannelPermit(C connection, Runnable release, Runnable refused, Runnable broken) {
    this.connection = connection;
    this.release = release;
    this.refused = refused;
    this.broken = broken;
  }

  /** For a connection outside of the pool, which its owner closes. */
  public static <C extends PooledConnection> ChannelPermit<C> alone(C connection) {
    return new ChannelPermit<>(connection, () -> {}, () -> {}, () -> {});
  }

  public C connection() {
    return connection;
  }

  /** Tells the pool that the server refused to open the channel: fewer will be allowed. */
  public void refused() {
    refused.run();
  }

  /** Tells the pool that the connection proved broken: it is closed and not given out any more. */
  public void broken() {
    broken.run();
  }

  /** Gives the right back: once the channel's end has been sent, or it was never opened. */
  @Override
  public void close() {
    if (open.compareAndSet(true, false)) {
      release.run();
    }
  }
}
