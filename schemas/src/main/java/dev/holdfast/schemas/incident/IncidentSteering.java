package dev.holdfast.schemas.incident;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;

/**
 * What may be told to an incident while it is open. Each update returns when it is in the timeline,
 * and is refused where the incident is closed.
 */
@WorkflowInterface
public interface IncidentSteering {

  /** The name of {@link #signalled}, for those who know the incident by its id only. */
  String SIGNALLED = "signalled";

  /** A signal came, and is in PostgreSQL. */
  @SignalMethod(name = SIGNALLED)
  void signalled(IncidentEntry entry);

  @UpdateMethod(name = "note")
  void note(IncidentEntry entry);

  @UpdateValidatorMethod(updateName = "note")
  void validateNote(IncidentEntry entry);

  @UpdateMethod(name = "assign")
  void assign(IncidentEntry entry);

  @UpdateValidatorMethod(updateName = "assign")
  void validateAssign(IncidentEntry entry);

  @UpdateMethod(name = "severity")
  void severity(IncidentEntry entry);

  @UpdateValidatorMethod(updateName = "severity")
  void validateSeverity(IncidentEntry entry);

  @UpdateMethod(name = "add-task")
  void addTask(IncidentEntry entry);

  @UpdateValidatorMethod(updateName = "add-task")
  void validateAddTask(IncidentEntry entry);

  @UpdateMethod(name = "finish-task")
  void finishTask(IncidentEntry entry);

  @UpdateValidatorMethod(updateName = "finish-task")
  void validateFinishTask(IncidentEntry entry);

  @UpdateMethod(name = "evidence")
  void evidence(IncidentEntry entry);

  @UpdateValidatorMethod(updateName = "evidence")
  void validateEvidence(IncidentEntry entry);

  /** An operation was started for the incident, or belongs to it. */
  @UpdateMethod(name = "operation")
  void operation(IncidentEntry entry);

  @UpdateValidatorMethod(updateName = "operation")
  void validateOperation(IncidentEntry entry);

  /** Ends the incident when all that was told before is recorded. */
  @UpdateMethod(name = "close")
  void close(IncidentEntry entry);

  @UpdateValidatorMethod(updateName = "close")
  void validateClose(IncidentEntry entry);
}
