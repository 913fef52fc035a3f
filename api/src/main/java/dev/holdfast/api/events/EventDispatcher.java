package dev.holdfast.api.events;

import dev.holdfast.platform.event.Events;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Gives events their ids as soon as they are recorded. Every process of the API tries to; a lock in
 * PostgreSQL lets one at a time do it, and another goes on where it is killed.
 */
@Component
public final class EventDispatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventDispatcher.class);

  /** What is not heard of is found after this. */
  private static final int LOOK_MILLIS = 1_000;

  private final Events events;
  private final Events.Numbered then;
  private final ChangeFeed feed;
  private final Semaphore recorded = new Semaphore(1);
  private final Thread thread = Thread.ofVirtual().name("event-dispatcher").unstarted(this::run);

  EventDispatcher(Events events, Events.Numbered then, ChangeFeed feed) {
    this.events = events;
    this.then = then;
    this.feed = feed;
  }

  /** Dispatches from now on. */
  public void start() {
    feed.onEvents(recorded::release);
    thread.start();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        boolean _ = recorded.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        recorded.drainPermits();
        numberAll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void numberAll() {
    try {
      int numbered = 1;
      while (numbered > 0) {
        numbered = events.number(then);
      }
    } catch (RuntimeException e) {
      LOG.warn("Events could not be dispatched, again in a moment: {}", e.toString());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
