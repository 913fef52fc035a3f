package dev.holdfast.e2e;

import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.exec.ExecActivities;
import dev.holdfast.schemas.exec.ExecOutcome;
import dev.holdfast.schemas.operation.ServerResult;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Servers that there are not: a command on one has ended with 0 as soon as it is asked for. */
final class SimulatedServers implements ExecActivities, ChangeActivities {
  private final Set<String> ran = ConcurrentHashMap.newKeySet();
  private final AtomicInteger runs = new AtomicInteger();

  /** On how many a command has run. */
  int ran() {
    return ran.size();
  }

  /** How often a command has run. */
  int runs() {
    return runs.get();
  }

  @Override
  public ExecOutcome runOnce(RunRequest request) {
    ran.add(request.step().server());
    runs.incrementAndGet();
    return ExecOutcome.ended(0, false, request.input().timeoutSeconds(), 0, 0);
  }

  @Override
  public void close(CloseRequest request) {}

  @Override
  public List<ServerResult> runReadOnly(BatchRequest request) {
    throw notSimulated();
  }

  @Override
  public List<String> findReachable(ReachRequest request) {
    throw notSimulated();
  }

  @Override
  public PlanSummary plan(PlanRequest request) {
    throw notSimulated();
  }

  @Override
  public ApplyOutcome apply(GroupRequest request) {
    throw notSimulated();
  }

  @Override
  public void prove(GroupRequest request) {
    throw notSimulated();
  }

  @Override
  public ConfirmOutcome confirm(GroupRequest request) {
    throw notSimulated();
  }

  @Override
  public ConfirmOutcome revert(GroupRequest request) {
    throw notSimulated();
  }

  private static UnsupportedOperationException notSimulated() {
    return new UnsupportedOperationException("commands are all that is simulated");
  }
}
