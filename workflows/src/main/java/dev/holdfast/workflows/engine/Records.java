package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.operation.OperationActivities;
import dev.holdfast.schemas.operation.OperationActivities.OperationUpdate;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Pace;
import dev.holdfast.schemas.operation.SearchAttributes;
import dev.holdfast.schemas.operation.ServerResult;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people see of an operation while it runs, written to the platform's database. */
final class Records {
  private final String operation;
  private final boolean locally;

  Records(String operation) {
    this.operation = operation;
    this.locally = is("local-records");
  }

  /** Whether the workflow was begun with a change to workflows, by its id. */
  private static boolean is(String change) {
    return Workflow.getVersion(change, Workflow.DEFAULT_VERSION, 1) != Workflow.DEFAULT_VERSION;
  }

  /** The operation's servers, and where work on them goes. */
  Targets targets() {
    if (!locally && !is("region-routing")) {
      return new Targets(activities("Read which servers").targets(operation), Map.of());
    }
    Promise<Map<String, String>> routes =
        Async.function(activities("Read their regions")::routes, operation);
    List<String> servers = activities("Read which servers").targets(operation);
    return new Targets(servers, routes.get());
  }

  Promise<Void> operation(OperationState state, @Nullable String planHash, @Nullable String error) {
    Workflow.upsertTypedSearchAttributes(SearchAttributes.STATE.valueSet(state.word()));
    OperationActivities activities = activities("Record: " + state.word());
    return Async.procedure(
        activities::recordOperation, new OperationUpdate(operation, state, planHash, error));
  }

  void pace(Pace pace) {
    String what =
        pace.waves() == 1
            ? pace.concurrency() + " at a time"
            : "wave " + pace.wave() + " of " + pace.waves();
    activities("Record: " + what).recordPace(operation, pace);
  }

  void server(ServerResult result) {
    servers(List.of(result));
  }

  void servers(List<ServerResult> results) {
    if (!results.isEmpty()) {
      String what =
          results.size() == 1
              ? results.getFirst().server() + " " + results.getFirst().state().word()
              : results.size() + " servers";
      activities("Record: " + what).recordServers(operation, results);
    }
  }

  /**
   * Local ones: they are short, and would wait longer in task queues than they take. What they
   * write may be written twice, and nothing that has ended is written over.
   */
  private OperationActivities activities(String summary) {
    return locally
        ? Workflow.newLocalActivityStub(
            OperationActivities.class,
            LocalActivityOptions.newBuilder(StepLimits.OWN_RECORD).setSummary(summary).build())
        : Workflow.newActivityStub(
            OperationActivities.class,
            ActivityOptions.newBuilder(StepLimits.RECORD).setSummary(summary).build());
  }
}
