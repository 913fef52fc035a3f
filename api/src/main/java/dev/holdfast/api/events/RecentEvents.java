package dev.holdfast.api.events;

import dev.holdfast.platform.event.Events;
import dev.holdfast.platform.event.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * The newest events, read once for all who follow them; whoever is further behind reads from
 * PostgreSQL. Thread-safe.
 */
@Component
final class RecentEvents {
  private static final int KEPT = 5_000;
  private static final int READ = 1_000;

  private final Events events;
  private List<StoredEvent> kept = new ArrayList<>();

  /** There may be events that are not kept yet. */
  private volatile boolean stale = true;

  /** All events after this id, up to the last kept one, are kept. */
  private long from = -1;

  RecentEvents(Events events, ChangeFeed feed) {
    this.events = events;
    // Before anybody who asks: a follower that is woken finds it stale.
    feed.onEvents(() -> stale = true);
  }

  /** The events of all organisations after an id, in order. */
  List<StoredEvent> after(long id, int limit) {
    synchronized (this) {
      if (from < 0) {
        from = events.last();
      }
      if (id >= from) {
        return keptAfter(id, limit);
      }
    }
    return events.after(id, limit);
  }

  private List<StoredEvent> keptAfter(long id, int limit) {
    long last = kept.isEmpty() ? from : kept.getLast().id();
    if (id >= last && stale) {
      List<StoredEvent> more = read(last);
      kept.addAll(more);
      if (kept.size() > KEPT) {
        from = kept.get(kept.size() - KEPT - 1).id();
        kept = new ArrayList<>(kept.subList(kept.size() - KEPT, kept.size()));
      }
    }
    int start = firstAfter(id);
    return List.copyOf(kept.subList(start, Math.min(kept.size(), start + limit)));
  }

  private List<StoredEvent> read(long last) {
    // Before reading: what is committed meanwhile makes it stale again.
    stale = false;
    try {
      List<StoredEvent> more = events.after(last, READ);
      if (more.size() == READ) {
        stale = true;
      }
      return more;
    } catch (RuntimeException e) {
      stale = true;
      throw e;
    }
  }

  private int firstAfter(long id) {
    int low = 0;
    int high = kept.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (kept.get(middle).id() <= id) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
