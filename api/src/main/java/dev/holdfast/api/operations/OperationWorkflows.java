package dev.holdfast.api.operations;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.platform.temporal.TemporalConnection;
import dev.holdfast.platform.temporal.Turns;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.operation.SearchAttributes;
import dev.holdfast.schemas.operation.Share;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Starts the workflows of operations; starting one twice has the effect of starting it once. */
@Component
final class OperationWorkflows {
  private static final int LONGEST_SUMMARY = 160;

  private final WorkflowClient client;
  private final Operations operations;

  OperationWorkflows(TemporalConnection temporal, Operations operations) {
    this.client = temporal.client();
    this.operations = operations;
  }

  /**
   * Starts the workflow of an operation, unless it runs or has run.
   *
   * @throws RuntimeException if Temporal cannot be reached or refuses
   */
  void start(StoredOperation operation) {
    StoredOperation _ = start(operation, operations.countServers(operation.id()));
  }

  /**
   * The same for one of which it is known on how many servers it is.
   *
   * @return the operation as it is then
   */
  StoredOperation start(StoredOperation operation, int servers) {
    OperationType type = Catalogue.find(operation.type()).orElseThrow();
    try {
      var execution =
          client
              .newUntypedWorkflowStub(type.name(), options(operation, type, servers))
              .start(request(operation, servers));
      return operations.recordRun(operation, execution.getRunId());
    } catch (WorkflowExecutionAlreadyStarted e) {
      // It has run to its end already; the sweeper sees to what it came to.
      return operations.recordRun(operation, e.getExecution().getRunId());
    }
  }

  /**
   * Asks what still runs on the servers of an operation to stop: its own workflow is gone, and
   * cannot.
   */
  void stopServers(String operation) {
    for (OperationServer server : operations.servers(operation)) {
      if (!server.state().ended()) {
        try {
          client.newUntypedWorkflowStub(operation + "/" + server.name()).cancel();
        } catch (WorkflowNotFoundException e) {
          // It was not started, or has ended.
        }
      }
    }
  }

  private static WorkflowOptions options(
      StoredOperation operation, OperationType type, int servers) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(operation.id())
        .setTaskQueue(TaskQueues.WORKFLOWS)
        .setWorkflowIdConflictPolicy(
            WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
        .setPriority(Turns.of(operation.priority(), operation.organisation()))
        .setTypedSearchAttributes(
            io.temporal.common.SearchAttributes.newBuilder()
                .set(SearchAttributes.OPERATION, operation.type())
                .set(SearchAttributes.INITIATOR, operation.initiator())
                .set(SearchAttributes.ORGANISATION, operation.organisation())
                .set(SearchAttributes.STATE, operation.state().word())
                .build())
        .setStaticSummary(summary(operation, type, servers))
        .setStaticDetails(details(operation, type, servers))
        .build();
  }

  private static OperationRequest<Map<String, Object>> request(
      StoredOperation operation, int servers) {
    return new OperationRequest<>(
            operation.id(),
            operation.type(),
            operation.initiator(),
            JsonPayloads.read(operation.input(), new TypeReference<Map<String, Object>>() {}),
            operation.dryRun(),
            operation.settings().approved(),
            operation.priority(),
            operation.settings().concurrency(),
            operation.settings().maxFailures().floorOf(servers),
            operation.settings().waves())
        .waiting(operation.settings().waitSeconds())
        .under(operation.settings().conditions());
  }

  private static String summary(StoredOperation operation, OperationType type, int servers) {
    String text =
        type.scope() == OperationType.Scope.SUBJECT
            ? type.title() + ": " + operation.summary()
            : "%s on %s (%s)%s"
                .formatted(
                    type.title(),
                    operation.selector(),
                    counted(servers),
                    operation.dryRun() ? ", dry run" : "");
    return text.length() <= LONGEST_SUMMARY ? text : text.substring(0, LONGEST_SUMMARY - 1) + "…";
  }

  /** Markdown that the Temporal Web UI shows; never the input, which may name secrets. */
  private static String details(StoredOperation operation, OperationType type, int servers) {
    if (type.scope() == OperationType.Scope.SUBJECT) {
      return "**%s**: %s\n\n- %s\n- by **%s**, at %s, priority %s\n"
          .formatted(
              type.title(),
              type.description(),
              operation.summary(),
              operation.initiator(),
              operation.createdAt(),
              operation.priority().word());
    }
    return """
    **%s**: %s

    - on `%s`, %s
    - by **%s**, at %s
    - %s, priority %s, %d at a time%s%s%s, stops after more than %s failed
    """
        .formatted(
            type.title(),
            type.description(),
            operation.selector(),
            counted(servers),
            operation.initiator(),
            operation.createdAt(),
            operation.dryRun()
                ? "dry run: stops after the plan"
                : operation.settings().approved()
                    ? "plan approved without review"
                    : "plan needs approval",
            operation.priority().word(),
            operation.settings().concurrency(),
            waves(operation),
            gates(operation),
            window(operation),
            operation.settings().maxFailures());
  }

  private static String waves(StoredOperation operation) {
    List<Share> waves = operation.settings().waves();
    return waves == null
        ? ""
        : " in waves of " + waves.stream().map(Share::toString).collect(Collectors.joining(", "));
  }

  /** How many, because what a command says is nothing to show there. */
  private static String gates(StoredOperation operation) {
    FleetConditions conditions = operation.settings().conditions();
    return conditions == null || conditions.gates() == null
        ? ""
        : " with %d gates between them".formatted(conditions.gates().size());
  }

  private static String window(StoredOperation operation) {
    FleetConditions conditions = operation.settings().conditions();
    return conditions == null || conditions.window() == null
        ? ""
        : " in the window `" + conditions.window() + "`";
  }

  private static String counted(int servers) {
    return servers == 1 ? "1 server" : servers + " servers";
  }
}
