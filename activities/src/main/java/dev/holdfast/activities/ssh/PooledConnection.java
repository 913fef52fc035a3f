package dev.holdfast.activities.ssh;

import java.util.OptionalInt;

/** What the pool keeps: one authenticated connection of an adapter. Thread-safe. */
public interface PooledConnection extends AutoCloseable {

  /** Whether a channel may be opened on it, as far as can be known without asking the server. */
  boolean isHealthy();

  /**
   * Asks the server for its MaxSessions, on a channel of its own; empty if it may not be read.
   *
   * <p>Called at most once for a server, when its channels get short.
   */
  OptionalInt maxSessions();

  /** Ends it at once, with whatever runs on it. */
  @Override
  void close();
}
