package dev.holdfast.e2e;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the workflows of an operation have asked Temporal for, whoever ran them. */
final class CommandsOf {
  private CommandsOf() {}

  /**
   * By workflow, without the operation's id, each in an order that does not depend on what came
   * first of what was under way together.
   */
  static Map<String, List<String>> operation(WorkflowClient client, String id) {
    Map<String, List<String>> commands = new TreeMap<>();
    Deque<String> workflows = new ArrayDeque<>(List.of(id));
    while (!workflows.isEmpty()) {
      String workflow = workflows.remove();
      List<String> made = new ArrayList<>();
      for (HistoryEvent event : client.fetchHistory(workflow).getEvents()) {
        command(event).ifPresent(made::add);
        if (event.hasStartChildWorkflowExecutionInitiatedEventAttributes()) {
          workflows.add(
              event.getStartChildWorkflowExecutionInitiatedEventAttributes().getWorkflowId());
        }
      }
      made.sort(null);
      commands.put(workflow.replace(id, "op"), made);
    }
    return commands;
  }

  private static Optional<String> command(HistoryEvent event) {
    return switch (event.getEventType()) {
      case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED ->
          Optional.of(
              "activity "
                  + event.getActivityTaskScheduledEventAttributes().getActivityType().getName());
      case EVENT_TYPE_MARKER_RECORDED ->
          Optional.of("marker " + event.getMarkerRecordedEventAttributes().getMarkerName());
      case EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED ->
          Optional.of(
              "child "
                  + event
                      .getStartChildWorkflowExecutionInitiatedEventAttributes()
                      .getWorkflowType()
                      .getName());
      case EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED ->
          Optional.of(
              "signal "
                  + event
                      .getSignalExternalWorkflowExecutionInitiatedEventAttributes()
                      .getSignalName());
      case EVENT_TYPE_TIMER_STARTED -> Optional.of("timer");
      case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED -> Optional.of("completed");
      case EVENT_TYPE_WORKFLOW_EXECUTION_FAILED -> Optional.of("failed");
      default -> Optional.empty();
    };
  }
}
