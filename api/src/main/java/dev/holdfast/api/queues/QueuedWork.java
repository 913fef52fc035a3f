package dev.holdfast.api.queues;

import com.fasterxml.jackson.annotation.JsonValue;
import io.temporal.api.enums.v1.TaskQueueType;
import java.util.Locale;

/** What a task queue hands out; each kind has workers and a line of its own. */
public enum QueuedWork {
  /** Working out what comes next in an operation. */
  WORKFLOW(TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW),
  /** Something to do: on a server, or in the database. */
  STEP(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY);

  private final TaskQueueType type;

  QueuedWork(TaskQueueType type) {
    this.type = type;
  }

  TaskQueueType type() {
    return type;
  }

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
