package dev.holdfast.activities.incident;

import dev.holdfast.platform.incident.Incidents;
import dev.holdfast.schemas.incident.IncidentActivities;
import dev.holdfast.schemas.incident.IncidentEntry;
import java.util.List;

/** The incidents in the platform's database, as their workflows write them. */
public final class IncidentRecords implements IncidentActivities {
  private final Incidents incidents;

  public IncidentRecords(Incidents incidents) {
    this.incidents = incidents;
  }

  @Override
  public void record(String operation, List<IncidentEntry> entries) {
    incidents.record(operation, entries);
  }
}
