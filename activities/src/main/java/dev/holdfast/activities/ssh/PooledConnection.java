package dev.holdfast.activities.ssh;

import java.time.Duration;

/** What the pool needs of a connection. */
public interface PooledConnection extends AutoCloseable {

  /** Closes it when the commands that run on it have ended. */
  void retire();

  boolean isIdle(Duration idle);

  boolean isHealthy();

  @Override
  void close();
}
