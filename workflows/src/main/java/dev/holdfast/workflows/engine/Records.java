package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.operation.OperationActivities;
import dev.holdfast.schemas.operation.OperationActivities.OperationUpdate;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.SearchAttributes;
import dev.holdfast.schemas.operation.ServerResult;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What people see of an operation while it runs, written to the platform's database. */
final class Records {
  private final String operation;

  Records(String operation) {
    this.operation = operation;
  }

  /** The operation's servers, and where work on them goes. */
  Targets targets() {
    if (Workflow.getVersion("region-routing", Workflow.DEFAULT_VERSION, 1)
        == Workflow.DEFAULT_VERSION) {
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

  private static OperationActivities activities(String summary) {
    return Workflow.newActivityStub(
        OperationActivities.class,
        ActivityOptions.newBuilder(StepLimits.RECORD).setSummary(summary).build());
  }
}
