package dev.holdfast.api.events;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Looks whenever events were recorded, and once a second for what was not heard of, on a thread of
 * its own, until it is closed. Looks never overlap.
 */
public final class EventWatch implements AutoCloseable {
  private static final int LOOK_MILLIS = 1_000;

  private final ChangeFeed feed;
  private final Runnable look;
  private final Semaphore recorded = new Semaphore(1);
  private final Thread thread;

  /**
   * @param name of the thread
   * @param look catches what it throws
   */
  public EventWatch(String name, ChangeFeed feed, Runnable look) {
    this.feed = feed;
    this.look = look;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  /** Looks from now on. */
  public void start() {
    feed.onEvents(recorded::release);
    thread.start();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        boolean _ = recorded.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        recorded.drainPermits();
        look.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
