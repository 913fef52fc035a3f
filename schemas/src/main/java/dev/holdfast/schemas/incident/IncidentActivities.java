package dev.holdfast.schemas.incident;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/** Writes what people see of incidents; every write may be delivered again. */
@ActivityInterface
public interface IncidentActivities {

  /**
   * Records entries in one transaction, with every signal that is in PostgreSQL and not in the
   * timeline yet; what is recorded already stays as it is, and nothing is recorded of an incident
   * that is closed.
   *
   * @param operation the incident's id
   */
  @ActivityMethod(name = "RecordIncident")
  void record(String operation, List<IncidentEntry> entries);
}
