package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.change.ServerChangeRequest;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.workflows.engine.earlier.EarlierFleet;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import java.util.function.Supplier;

/** An operation over a selection of servers: plans, approval, servers in a sliding window. */
public final class Fleet<I> {
  private final Supplier<OperationResult> engine;

  /**
   * @param starter starts the operation's typed workflow on one server
   */
  public Fleet(OperationRequest<I> request, ServerStarter<I> starter) {
    if (FleetVersion.earlier()) {
      engine = new EarlierFleet<>(request, starter::start)::run;
      return;
    }
    FleetOperation fleet = new FleetOperation(request);
    OperationRequest<I> whole = request.at(null);
    OwnInputs<I> inputs = new OwnInputs<>(whole, fleet.servers);
    FleetChildren children =
        new FleetChildren(
            request,
            fleet.state,
            fleet.watch,
            fleet.records,
            (target, options) ->
                starter.start(
                    new ServerChangeRequest<>(
                        inputs.on(target),
                        target.server(),
                        target.planHash() == null ? "" : target.planHash(),
                        target.queue(),
                        target.attempt()),
                    options));
    PlannedFleet planned = new PlannedFleet(fleet, children);
    engine = () -> fleet.run(planned::operate);
  }

  /** Starts the child workflow of one server. */
  @FunctionalInterface
  public interface ServerStarter<I> {
    Promise<ServerResult> start(ServerChangeRequest<I> request, ChildWorkflowOptions options);
  }

  /** Runs the operation to its end; one that does not succeed fails the workflow. */
  public OperationResult run() {
    return engine.get();
  }
}
