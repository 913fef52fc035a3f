package dev.holdfast.platform.atrest;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The data keys that were used last, each for a minute. Thread-safe. */
final class RememberedKeys {
  private static final int MOST = 2000;
  private static final long NANOS = Duration.ofMinutes(1).toNanos();

  private final Map<KeyOwner, Known> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<KeyOwner, Known> eldest) {
          return size() > MOST;
        }
      };

  private long hits;
  private long misses;

  private record Known(DataKey key, long since) {}

  synchronized @Nullable DataKey get(KeyOwner owner) {
    Known entry = entries.get(owner);
    if (entry != null && System.nanoTime() - entry.since() <= NANOS) {
      hits++;
      return entry.key();
    }
    misses++;
    entries.remove(owner);
    return null;
  }

  synchronized CacheFigures figures() {
    return new CacheFigures(entries.size(), hits, misses);
  }

  synchronized void put(KeyOwner owner, DataKey key) {
    entries.put(owner, new Known(key, System.nanoTime()));
  }

  synchronized void forget(KeyOwner owner) {
    entries.remove(owner);
  }
}
