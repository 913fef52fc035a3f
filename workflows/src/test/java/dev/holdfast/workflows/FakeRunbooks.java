package dev.holdfast.workflows;

import dev.holdfast.schemas.operation.Progress;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.runbook.RunbookActivities;
import io.temporal.activity.Activity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The API as runbooks know it: operations that end as they are told to. */
final class FakeRunbooks implements RunbookActivities {
  final List<StepStart> started = new CopyOnWriteArrayList<>();
  final List<StepSkipped> skipped = new CopyOnWriteArrayList<>();
  final List<Question> asked = new CopyOnWriteArrayList<>();
  final List<String> cancelled = new CopyOnWriteArrayList<>();

  /** What can be planned before it starts; null where no step makes a plan. */
  volatile @Nullable Review review;

  /** Somebody waits for an operation that does not end. */
  final CountDownLatch waiting = new CountDownLatch(1);

  private final Map<String, List<StepEnded>> ends = new HashMap<>();
  private final Map<String, Boolean> endless = new ConcurrentHashMap<>();

  /**
   * A step's operations end so, one attempt after the other; the last end is that of all further.
   */
  void ends(String key, StepEnded... attempts) {
    ends.put(key, List.of(attempts));
  }

  /** A step's operation ends only when it is cancelled. */
  void neverEnds(String key) {
    endless.put(key, true);
  }

  static StepEnded succeeded(int changes, String output) {
    return new StepEnded("succeeded", null, changes, 1, 0, output, 0);
  }

  static StepEnded failed(String error) {
    return new StepEnded("failed", error, 0, 1, 1, null, null);
  }

  List<String> order() {
    return started.stream().map(StepStart::key).toList();
  }

  @Override
  public StepStarted plan(String operation) {
    return review == null
        ? new StepStarted(null, "no step makes a plan", null)
        : new StepStarted("op-plans/1", null, null);
  }

  @Override
  public Review review(String operation) {
    return Objects.requireNonNull(review);
  }

  @Override
  public StepStarted start(StepStart step) {
    started.add(step);
    return new StepStarted("op-" + step.key() + "/" + step.attempt(), null, null);
  }

  @Override
  public StepEnded await(StepStarted step) {
    String[] id = Objects.requireNonNull(step.child()).substring(3).split("/", 2);
    while (endless.containsKey(id[0]) && !cancelled.contains(step.child())) {
      waiting.countDown();
      Activity.getExecutionContext().heartbeat(null);
      pause();
    }
    List<StepEnded> all = ends.getOrDefault(id[0], new ArrayList<>(List.of(succeeded(0, ""))));
    return all.get(Math.min(Integer.parseInt(id[1]), all.size()) - 1);
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Activity.wrap(e);
    }
  }

  @Override
  public void skip(StepSkipped step) {
    skipped.add(step);
  }

  @Override
  public void ask(Question question) {
    asked.add(question);
  }

  @Override
  public void cancel(String operation) {
    cancelled.add(operation);
  }

  @Override
  public Progress settle(String operation) {
    return Progress.of(Map.of(ServerState.SUCCEEDED, 1));
  }
}
