package dev.holdfast.workflows;

import dev.holdfast.schemas.exec.ExecActivities;
import dev.holdfast.schemas.exec.ExecOutcome;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Commands in memory: each server ends them as the test says, with exit code 0 otherwise. */
final class FakeCommands implements ExecActivities {
  /** Servers that ran the command through the journal, in order. */
  final List<String> ran = Collections.synchronizedList(new ArrayList<>());

  /** The batches that ran it without. */
  final List<BatchRequest> batches = Collections.synchronizedList(new ArrayList<>());

  final Map<String, ExecOutcome> outcomes = new ConcurrentHashMap<>();

  /** The steps that were run through the journal, each with its line. */
  final List<String> steps = Collections.synchronizedList(new ArrayList<>());

  /** The generations that were run on each server, in order. */
  final Map<String, List<Integer>> generations = new ConcurrentHashMap<>();

  /** The line that ends with 9; every one prints five bytes. */
  volatile String failing = "";

  /** The line that the policy forbids. */
  volatile String refused = "";

  /** The first generation that ends with 0 whatever {@link #outcomes} says. */
  volatile int succeedsFrom = Integer.MAX_VALUE;

  private final FakeRecords records;

  FakeCommands(FakeRecords records) {
    this.records = records;
  }

  final CountDownLatch running = new CountDownLatch(1);
  volatile boolean hang;

  /** The servers on which it does not end. */
  final Set<String> hanging = ConcurrentHashMap.newKeySet();

  /** The servers that cannot be reached. */
  final Set<String> away = ConcurrentHashMap.newKeySet();

  /** How often was looked whether servers can be reached. */
  final AtomicInteger looks = new AtomicInteger();

  /** The batches run until this is false again. */
  volatile boolean hangBatches;

  @Override
  public ExecOutcome runOnce(RunRequest request) {
    if (away.contains(request.step().server())) {
      throw ApplicationFailure.newNonRetryableFailure("no route", FailureType.UNREACHABLE.name());
    }
    ran.add(request.step().server());
    generations
        .computeIfAbsent(
            request.step().server(), _ -> Collections.synchronizedList(new ArrayList<>()))
        .add(request.step().generation());
    String line = request.input().shell();
    if (line != null) {
      steps.add(request.step().key() + " " + line);
      if (line.equals(refused)) {
        throw ApplicationFailure.newNonRetryableFailure("not allowed", "REFUSED");
      }
      return ExecOutcome.ended(line.equals(failing) ? 9 : 0, false, 300, 5, 0);
    }
    running.countDown();
    ActivityExecutionContext context = Activity.getExecutionContext();
    while (hang || hanging.contains(request.step().server())) {
      // Throws once it is cancelled.
      context.heartbeat(null);
      Thread.onSpinWait();
    }
    return request.step().generation() < succeedsFrom
        ? outcome(request.step().server())
        : ExecOutcome.ended(0, false, 300, 0, 0);
  }

  @Override
  public List<String> findReachable(ReachRequest request) {
    looks.incrementAndGet();
    return request.servers().stream().filter(server -> !away.contains(server)).toList();
  }

  @Override
  public List<ServerResult> runReadOnly(BatchRequest request) {
    batches.add(request);
    running.countDown();
    while (hangBatches) {
      Activity.getExecutionContext().heartbeat(null);
      Thread.onSpinWait();
    }
    List<ServerResult> results =
        request.servers().stream().map(server -> readOnly(server).by(request.attempt())).toList();
    records.recordServers(request.operation(), results);
    return results;
  }

  private ServerResult readOnly(String server) {
    ExecOutcome outcome = outcome(server);
    return new ServerResult(
        server,
        outcome.error() == null ? ServerState.SUCCEEDED : ServerState.FAILED,
        0,
        0,
        null,
        outcome.error(),
        outcome.facts(1, 1));
  }

  private ExecOutcome outcome(String server) {
    return outcomes.getOrDefault(server, ExecOutcome.ended(0, false, 300, 0, 0));
  }
}
