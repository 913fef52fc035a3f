package dev.holdfast.workflows.incident;

import dev.holdfast.schemas.incident.EntryKind;
import dev.holdfast.schemas.incident.IncidentEntry;
import dev.holdfast.schemas.incident.IncidentState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an incident was told and has not recorded yet: each request once, the close at the end. */
final class IncidentQueue {
  /** So many are known again when they are told again; PostgreSQL knows the others. */
  private static final int REMEMBERED = 1_000;

  private final Deque<IncidentEntry> waiting;
  private final LinkedHashSet<String> seen;
  private @Nullable IncidentEntry close;
  private long accepted;
  private long recorded;
  private boolean closed;

  IncidentQueue(IncidentState before) {
    waiting = new ArrayDeque<>(before.waiting());
    seen = new LinkedHashSet<>(before.seen());
    recorded = before.entries();
    accepted = recorded + waiting.size();
  }

  /**
   * Takes an entry, unless it was taken before.
   *
   * @return how many have to be recorded until it is
   */
  long add(IncidentEntry entry) {
    if (seen.add(entry.id())) {
      if (entry.kind() == EntryKind.CLOSED) {
        close = entry;
      } else {
        accepted++;
        waiting.add(entry);
      }
      if (seen.size() > REMEMBERED) {
        seen.removeFirst();
      }
    }
    return accepted;
  }

  boolean knows(String id) {
    return seen.contains(id);
  }

  boolean isEmpty() {
    return waiting.isEmpty() && close == null;
  }

  /** How many wait, without the close. */
  int size() {
    return waiting.size();
  }

  /** Whether somebody wants the incident to end. */
  boolean closing() {
    return close != null;
  }

  /** The next entries, at most so many; the close is by itself, when nothing else waits. */
  List<IncidentEntry> next(int most) {
    if (waiting.isEmpty() && close != null) {
      return List.of(close);
    }
    List<IncidentEntry> next = new ArrayList<>();
    for (IncidentEntry entry : waiting) {
      if (next.size() == most) {
        break;
      }
      next.add(entry);
    }
    return next;
  }

  /** What {@link #next} has returned is recorded. */
  void recorded(int entries) {
    if (waiting.isEmpty()) {
      closed = true;
      return;
    }
    for (int i = 0; i < entries; i++) {
      waiting.remove();
    }
    recorded += entries;
  }

  /** Whether the close is recorded. */
  boolean closed() {
    return closed;
  }

  long recorded() {
    return recorded;
  }

  /** For the next run. */
  IncidentState state(Set<String> openTasks) {
    return new IncidentState(
        List.copyOf(seen), List.copyOf(waiting), List.copyOf(openTasks), recorded);
  }
}
