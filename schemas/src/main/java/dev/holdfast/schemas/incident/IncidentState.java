package dev.holdfast.schemas.incident;

import java.util.List;

/**
 * What one run of an incident's workflow leaves to the next.
 *
 * @param seen ids of the last requests, oldest first: one of them again has no further effect
 * @param waiting what is not recorded yet
 * @param openTasks ids of the tasks that are to be done
 * @param entries how many were recorded
 */
public record IncidentState(
    List<String> seen, List<IncidentEntry> waiting, List<String> openTasks, long entries) {
  /** Of an incident that has just begun. */
  public static final IncidentState NEW = new IncidentState(List.of(), List.of(), List.of(), 0);

  public IncidentState {
    seen = List.copyOf(seen);
    waiting = List.copyOf(waiting);
    openTasks = List.copyOf(openTasks);
  }
}
