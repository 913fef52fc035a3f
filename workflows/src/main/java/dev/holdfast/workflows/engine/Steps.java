package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.exec.ExecActivities;
import dev.holdfast.schemas.exec.ExecActivities.RunRequest;
import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.exec.ExecOutcome;
import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.schemas.step.Step;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The steps of an operation on one server: each has a key, a summary and a line in the live
 * runbook.
 */
public final class Steps {
  private static final int COMMAND_SUMMARY = 80;

  private final String operation;
  private final String server;
  private final String queue;
  private final int before;
  private final List<String> done = new ArrayList<>();
  private long fencingToken;
  private int sent;
  private int clean;
  private @Nullable String last;
  private @Nullable String failed;

  /**
   * @param queue the task queue of what talks to the server; null for {@link TaskQueues#SSH}
   */
  public Steps(String operation, String server, @Nullable String queue) {
    this(operation, server, queue, null);
  }

  /**
   * @param attempt at the server, from 1: what an earlier one has recorded is none of its results
   */
  Steps(String operation, String server, @Nullable String queue, @Nullable Integer attempt) {
    this.before = attempt == null ? 0 : (attempt - 1) * Step.GENERATIONS;
    this.operation = operation;
    this.server = server;
    this.queue = StepLimits.queue(queue);
  }

  /** From now on every step carries this token. */
  void fencedBy(long token) {
    fencingToken = token;
  }

  /**
   * Runs a step to its end and keeps it in the runbook.
   *
   * @param key names the step within the operation on this server
   * @param generation one genuine attempt, from 1
   */
  public <A, T> T run(
      Class<A> activities,
      String key,
      int generation,
      String summary,
      ActivityOptions limits,
      BiFunction<A, Step, T> call) {
    now(summary);
    last = key;
    try {
      T result =
          call.apply(activities(activities, summary, limits), step(key, generation, summary));
      done.add(summary);
      return result;
    } catch (ActivityFailure failure) {
      failed = key;
      throw failure;
    }
  }

  /**
   * The key of the step in which this has failed: of the last one that has, where a step has
   * failed, else of the last one that was begun. Null where there was none.
   */
  @Nullable String of(Throwable failure) {
    boolean ofStep =
        failure instanceof ActivityFailure || failure.getCause() instanceof ActivityFailure;
    return ofStep && failed != null ? failed : last;
  }

  /** The key of the last step that was begun; null where none was. */
  @Nullable String last() {
    return last;
  }

  /** Runs a step that changes a server, or prepares to. */
  <T> T run(
      String key,
      int generation,
      String summary,
      ActivityOptions limits,
      BiFunction<ChangeActivities, Step, T> call) {
    return run(ChangeActivities.class, key, generation, summary, limits, call);
  }

  /**
   * Runs a command through the journal to its end, at most once for a generation.
   *
   * @param generation one genuine attempt, from 1
   */
  public ExecOutcome command(String key, int generation, ExecInput command) {
    ExecOutcome outcome =
        run(
            ExecActivities.class,
            key,
            generation,
            command.summary(COMMAND_SUMMARY),
            StepLimits.running(Duration.ofSeconds(command.timeoutSeconds())),
            (activities, step) -> activities.runOnce(new RunRequest(step, command)));
    if (outcome.leftNothing()) {
      leftNothing();
    }
    return outcome;
  }

  /** Runs a step once, without a line in the runbook. */
  public <T> T quietly(
      String key,
      String summary,
      ActivityOptions limits,
      BiFunction<ChangeActivities, Step, T> call) {
    return call.apply(activities(ChangeActivities.class, summary, limits), step(key, 1, summary));
  }

  /**
   * The step that was sent last is known to have ended on the server, and to have left nothing
   * there: no program that runs, no change that is armed, no part of a file, no output that should
   * not be kept. A delivery of it that comes late must do nothing there: it finds its key in the
   * journal, or it only reads.
   */
  public void leftNothing() {
    clean++;
  }

  /** Whether anything of the steps may be left on the server. */
  boolean mayHaveLeft() {
    return clean < sent;
  }

  /** Says what the workflow is doing or waiting for, under what it has done. */
  public void now(String what) {
    StringBuilder runbook = new StringBuilder();
    done.forEach(step -> runbook.append("- [x] ").append(step).append('\n'));
    Workflow.setCurrentDetails(runbook.append("- [ ] **").append(what).append("**\n").toString());
  }

  private <A> A activities(Class<A> type, String summary, ActivityOptions limits) {
    return Workflow.newActivityStub(
        type, ActivityOptions.newBuilder(limits).setTaskQueue(queue).setSummary(summary).build());
  }

  /** What a step of this generation is recorded as, with those of earlier attempts before it. */
  public int generation(int generation) {
    return before + generation;
  }

  /** What the lease of the steps is known by, where nothing of them is left. */
  Step ending() {
    String summary = "Nothing is left on " + server;
    return new Step(
        operation, server, ChangeActivities.CLOSE_KEY, generation(1), fencingToken, summary);
  }

  private Step step(String key, int generation, String summary) {
    sent++;
    return new Step(operation, server, key, generation(generation), fencingToken, summary);
  }
}
