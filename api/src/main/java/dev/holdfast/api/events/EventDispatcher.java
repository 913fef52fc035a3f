package dev.holdfast.api.events;

import dev.holdfast.platform.event.Events;
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

  private final Events events;
  private final Events.Numbered then;
  private final EventWatch watch;

  EventDispatcher(Events events, Events.Numbered then, ChangeFeed feed) {
    this.events = events;
    this.then = then;
    this.watch = new EventWatch("event-dispatcher", feed, this::numberAll);
  }

  /** Dispatches from now on. */
  public void start() {
    watch.start();
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
    watch.close();
  }
}
