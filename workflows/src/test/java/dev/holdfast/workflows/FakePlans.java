package dev.holdfast.workflows;

import dev.holdfast.schemas.change.ChangeActivities.PlanRequest;
import dev.holdfast.schemas.change.FleetPlanActivities;
import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.step.Step;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;

/** The plans of many servers in memory. */
record FakePlans(FakeServers servers, FakeRecords records) implements FleetPlanActivities {

  @Override
  public Planned planServers(PlanServers request) {
    List<String> warnings = new ArrayList<>();
    int failed = 0;
    for (String server : request.servers()) {
      ServerResult result = result(request, server, warnings);
      records.recordServers(request.operation(), List.of(result));
      failed += result.state().bad() ? 1 : 0;
    }
    return new Planned(failed, warnings);
  }

  private ServerResult result(PlanServers request, String server, List<String> warnings) {
    try {
      PlanSummary plan =
          servers.plan(
              new PlanRequest(
                  new Step(request.operation(), server, KEY, 1, 0, "Compare"),
                  request.operationType(),
                  request.input()));
      if (plan.warnings() != null) {
        plan.warnings().forEach(warning -> warnings.add(server + ": " + warning));
      }
      return new ServerResult(
          server,
          plan.refusals().isEmpty() ? ServerState.QUEUED : ServerState.FAILED,
          plan.changes(),
          plan.unchanged(),
          plan.hash(),
          plan.refusals().isEmpty() ? null : String.join("; ", plan.refusals()));
    } catch (ApplicationFailure e) {
      return new ServerResult(
          server,
          e.getType().equals("UNREACHABLE") ? ServerState.UNREACHABLE : ServerState.FAILED,
          0,
          0,
          null,
          e.getOriginalMessage());
    }
  }
}
