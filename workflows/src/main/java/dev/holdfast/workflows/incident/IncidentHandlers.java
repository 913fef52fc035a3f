package dev.holdfast.workflows.incident;

import dev.holdfast.schemas.incident.IncidentEntry;
import dev.holdfast.schemas.incident.IncidentState;
import dev.holdfast.schemas.incident.IncidentSteering;
import io.temporal.workflow.Workflow;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/** What people and signals tell an incident, checked before it is accepted. */
final class IncidentHandlers implements IncidentSteering {
  /** More than these nobody works through; they are carried from run to run. */
  private static final int MOST_TASKS = 200;

  private final IncidentQueue queue;
  private final Set<String> openTasks;

  private IncidentHandlers(IncidentState before) {
    queue = new IncidentQueue(before);
    openTasks = new LinkedHashSet<>(before.openTasks());
  }

  /** Listens from now on. */
  static IncidentHandlers listen(IncidentState before) {
    var handlers = new IncidentHandlers(before);
    Workflow.registerListener(handlers);
    return handlers;
  }

  IncidentQueue queue() {
    return queue;
  }

  int openTasks() {
    return openTasks.size();
  }

  IncidentState state() {
    return queue.state(openTasks);
  }

  /** Returns when it is recorded, also where it is told again. */
  private void take(IncidentEntry entry) {
    long number = queue.add(entry);
    Workflow.await(() -> queue.recorded() >= number);
  }

  /** One that was accepted before is accepted again, whatever has happened since. */
  private boolean isNew(IncidentEntry entry) {
    if (queue.knows(entry.id())) {
      return false;
    }
    if (queue.closing()) {
      throw new IllegalStateException("the incident is being closed");
    }
    return true;
  }

  @Override
  public void signalled(IncidentEntry entry) {
    queue.add(entry);
  }

  @Override
  public void note(IncidentEntry entry) {
    take(entry);
  }

  @Override
  public void validateNote(IncidentEntry entry) {
    isNew(entry);
  }

  @Override
  public void assign(IncidentEntry entry) {
    take(entry);
  }

  @Override
  public void validateAssign(IncidentEntry entry) {
    isNew(entry);
  }

  @Override
  public void severity(IncidentEntry entry) {
    take(entry);
  }

  @Override
  public void validateSeverity(IncidentEntry entry) {
    isNew(entry);
  }

  @Override
  public void addTask(IncidentEntry entry) {
    if (!queue.knows(entry.id())) {
      openTasks.add(Objects.requireNonNull(entry.reference()));
    }
    take(entry);
  }

  @Override
  public void validateAddTask(IncidentEntry entry) {
    if (isNew(entry) && openTasks.size() >= MOST_TASKS) {
      throw new IllegalStateException(
          "it has %d open tasks; finish one before you add another".formatted(MOST_TASKS));
    }
  }

  @Override
  public void finishTask(IncidentEntry entry) {
    openTasks.remove(entry.reference());
    take(entry);
  }

  @Override
  public void validateFinishTask(IncidentEntry entry) {
    if (isNew(entry) && !openTasks.contains(entry.reference())) {
      throw new IllegalStateException("it has no open task " + entry.reference());
    }
  }

  @Override
  public void evidence(IncidentEntry entry) {
    take(entry);
  }

  @Override
  public void validateEvidence(IncidentEntry entry) {
    isNew(entry);
  }

  @Override
  public void operation(IncidentEntry entry) {
    take(entry);
  }

  @Override
  public void validateOperation(IncidentEntry entry) {
    isNew(entry);
  }

  @Override
  public void close(IncidentEntry entry) {
    queue.add(entry);
    Workflow.await(queue::closed);
  }

  @Override
  public void validateClose(IncidentEntry entry) {
    isNew(entry);
  }
}
