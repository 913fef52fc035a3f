package dev.holdfast.workflows;

import dev.holdfast.schemas.incident.IncidentActivities;
import dev.holdfast.schemas.incident.IncidentEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The timelines of incidents in memory: everything that was recorded, also what was told twice. */
final class FakeIncidents implements IncidentActivities {
  final List<IncidentEntry> entries = Collections.synchronizedList(new ArrayList<>());

  /** So many records fail before one succeeds. */
  final AtomicInteger failures = new AtomicInteger();

  @Override
  public void record(String operation, List<IncidentEntry> told) {
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException("the database cannot be reached");
    }
    entries.addAll(told);
  }

  List<String> ids() {
    return List.copyOf(entries).stream().map(IncidentEntry::id).toList();
  }
}
