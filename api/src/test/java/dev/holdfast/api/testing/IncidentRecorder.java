package dev.holdfast.api.testing;

import dev.holdfast.platform.incident.Incidents;
import dev.holdfast.schemas.incident.IncidentActivities;
import dev.holdfast.schemas.incident.IncidentEntry;
import java.util.List;

/** The activities of incidents, on the repository that workers use. */
public final class IncidentRecorder implements IncidentActivities {
  private final Incidents incidents;

  IncidentRecorder(Incidents incidents) {
    this.incidents = incidents;
  }

  @Override
  public void record(String operation, List<IncidentEntry> entries) {
    incidents.record(operation, entries);
  }
}
