package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.operation.FleetTarget;
import io.temporal.workflow.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Works on servers with an activity for many: a workflow for each would cost more than it does. */
final class FleetBatches implements FleetWork {
  private final int most;
  private final int atATime;
  private final Function<List<FleetTarget>, Promise<Void>> starter;
  private final List<Promise<Void>> underWay = new ArrayList<>();

  /**
   * @param most servers in one batch
   * @param atATime batches under way
   * @param starter starts a batch; its promise never fails
   */
  FleetBatches(int most, int atATime, Function<List<FleetTarget>, Promise<Void>> starter) {
    this.most = most;
    this.atATime = atATime;
    this.starter = starter;
  }

  @Override
  public int most() {
    return most;
  }

  @Override
  public boolean room() {
    underWay.removeIf(Promise::isCompleted);
    return underWay.size() < atATime;
  }

  @Override
  public boolean idle() {
    underWay.removeIf(Promise::isCompleted);
    return underWay.isEmpty();
  }

  @Override
  public boolean outlivesRun() {
    return idle();
  }

  @Override
  public void start(List<FleetTarget> targets) {
    underWay.add(starter.apply(targets));
  }
}
