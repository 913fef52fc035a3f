package dev.holdfast.workflows.runbook;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.Progress;
import dev.holdfast.schemas.operation.Reviewed;
import dev.holdfast.schemas.runbook.Condition;
import dev.holdfast.schemas.runbook.References;
import dev.holdfast.schemas.runbook.RunbookActivities;
import dev.holdfast.schemas.runbook.RunbookActivities.Question;
import dev.holdfast.schemas.runbook.RunbookActivities.Review;
import dev.holdfast.schemas.runbook.RunbookActivities.StepEnded;
import dev.holdfast.schemas.runbook.RunbookActivities.StepSkipped;
import dev.holdfast.schemas.runbook.RunbookActivities.StepStart;
import dev.holdfast.schemas.runbook.RunbookActivities.StepStarted;
import dev.holdfast.schemas.runbook.RunbookInput;
import dev.holdfast.schemas.runbook.RunbookStep.Run;
import dev.holdfast.schemas.undo.UndoOperation;
import dev.holdfast.workflows.engine.StepLimits;
import dev.holdfast.workflows.engine.SubjectRun;
import dev.holdfast.workflows.engine.Timers;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts the operations of a runbook's steps, waits for them, and keeps what they came to. */
final class RunbookOperations {
  private static final String SUCCEEDED = "succeeded";

  /** More would not fit into the history of one workflow. */
  private static final int MOST_OPERATIONS = 2_000;

  private final OperationRequest<RunbookInput> request;
  private final RunbookDetails progress;
  private final Runnable proceed;
  private final Map<String, Object> ended = new HashMap<>();
  private final boolean plans;
  private Map<String, Object> inputs = Map.of();
  private @Nullable Reviewed reviewed;
  private int changes;
  private int operations;

  /**
   * @param proceed waits while a person has paused the runbook
   */
  RunbookOperations(
      OperationRequest<RunbookInput> request, RunbookDetails progress, Runnable proceed) {
    this.proceed = proceed;
    this.request = request;
    this.plans = RunbookReview.plans(request);
    this.progress = progress;
  }

  /**
   * What its steps are given.
   *
   * @param approval what was approved of it before it starts; null where nothing was
   */
  void given(Map<String, Object> values, @Nullable Reviewed approval) {
    inputs = values;
    reviewed = approval;
  }

  /** Plans what can be planned now; null where no step makes a plan. */
  @Nullable Review plan() {
    StepStarted started =
        once(
            activities(StepLimits.ON_PLATFORM, "Start the dry run that plans it")::plan,
            request.id());
    if (started.child() == null) {
      return null;
    }
    StepEnded _ = await("the plans", started);
    return activities(StepLimits.ON_PLATFORM, "Name what was planned").review(request.id());
  }

  int changes() {
    return changes;
  }

  /** Records what it came to on each server. */
  Progress settle() {
    return activities(StepLimits.ON_PLATFORM, "Record the servers").settle(request.id());
  }

  /**
   * Runs a step to its end.
   *
   * @throws io.temporal.failure.ApplicationFailure if it has failed and nothing may follow then
   */
  void run(Run step) {
    if (request.dryRun() && dependsOnSteps(step)) {
      skip(step, "depends on what runs before it, so a dry run cannot plan it");
      return;
    }
    Map<String, Object> scope = scope();
    for (Condition condition : step.when()) {
      // What depends on the item is asked for each.
      if (!condition.reference().equals("item") && !condition.holds(scope)) {
        skip(step, "because not " + condition);
        return;
      }
    }
    if (step.onFailedOf() != null && operation(step.onFailedOf()) == null) {
      skip(step, "because " + step.onFailedOf() + " has started no operation");
      return;
    }
    if (step.forEach() == null) {
      keep(step, attempts(step, step.id(), scope));
      return;
    }
    forEach(step, scope);
  }

  private void forEach(Run step, Map<String, Object> scope) {
    Object items = resolve(step, step.forEach(), scope);
    if (!(items instanceof List<?> list)) {
      throw SubjectRun.failed(step.id(), step.id() + ": forEach is not a list, but " + items);
    }
    if (list.isEmpty()) {
      skip(step, "there is no item");
      return;
    }
    Ended all = Ended.NONE;
    for (int i = 0; i < list.size(); i++) {
      Map<String, Object> with = new HashMap<>(scope);
      with.put("item", list.get(i));
      if (step.when().stream()
          .filter(condition -> condition.reference().equals("item"))
          .allMatch(condition -> condition.holds(with))) {
        all = all.and(attempts(step, step.id() + "[" + i + "]", with));
        if (all.failed() && !tolerated(step)) {
          break;
        }
      }
    }
    keep(step, all);
  }

  /** What a step came to; of one that runs for each of a list, all together. */
  private record Ended(
      String state, @Nullable String operation, @Nullable StepEnded end, int changes) {
    static final Ended NONE = new Ended(SUCCEEDED, null, null, 0);

    boolean failed() {
      return !state.equals(SUCCEEDED) && !state.equals("skipped");
    }

    Ended and(Ended next) {
      return new Ended(
          failed() ? state : next.state,
          next.operation,
          failed() ? end : next.end,
          changes + next.changes);
    }
  }

  private Ended attempts(Run step, String key, Map<String, Object> scope) {
    Map<String, Object> input = input(step, scope);
    String failedOf = operation(step.onFailedOf());
    String previous = null;
    Ended last = null;
    for (int attempt = 1; ; attempt++) {
      if (++operations > MOST_OPERATIONS) {
        throw SubjectRun.failed(
            step.id(),
            "step %s would be more than %d operations of one runbook"
                .formatted(key, MOST_OPERATIONS));
      }
      progress.now("Runs " + key + (attempt == 1 ? "" : ", attempt " + attempt));
      proceed.run();
      StepStarted started =
          once(
              activities(StepLimits.ON_PLATFORM, "Start " + key)::start,
              new StepStart(
                  request.id(),
                  key,
                  attempt,
                  previous,
                  failedOf,
                  step.operation(),
                  step.servers(),
                  input,
                  step.pace(),
                  step.tolerated(),
                  step.critical() ? null : false,
                  reviewed));
      if (started.skipped() != null && last != null) {
        // None of the servers on which it has failed is left to try it on.
        return last;
      }
      if (started.skipped() != null) {
        progress.done(key + " skipped: " + started.skipped());
        return new Ended("skipped", null, null, 0);
      }
      if (started.child() == null) {
        return new Ended("failed", null, refused(started.error()), 0);
      }
      StepEnded end = await(key, started);
      changes += end.changes();
      if (end.state().equals(SUCCEEDED) || attempt > retries(step)) {
        progress.done("%s %s (%s)".formatted(key, end.state(), started.child()));
        return new Ended(end.state(), started.child(), end, end.changes());
      }
      last = new Ended(end.state(), started.child(), end, end.changes());
      previous = started.child();
      pause(key, step.retry().delaySeconds());
    }
  }

  /** What cannot be planned now is planned when its turn comes. */
  private int retries(Run step) {
    return plans ? 0 : step.retry().times();
  }

  /** Whether the runbook continues where the step fails for good; a plan of it does always. */
  private boolean tolerated(Run step) {
    return plans || step.tolerated();
  }

  /** What an earlier step has started; null if nothing. */
  private @Nullable String operation(@Nullable String step) {
    return step != null && ended.get(step) instanceof Map<?, ?> known
        ? (String) known.get("operation")
        : null;
  }

  /** Not to be cancelled half-way: what was started has to be known to be cancelled. */
  private static <A> StepStarted once(Functions.Func1<A, StepStarted> start, A what) {
    CompletablePromise<StepStarted> started = Workflow.newPromise();
    Workflow.newDetachedCancellationScope(() -> started.completeFrom(Async.function(start, what)))
        .run();
    return started.get();
  }

  private static StepEnded refused(@Nullable String error) {
    return new StepEnded("failed", "could not be started: " + error, 0, 0, 0, null, null);
  }

  private static void pause(String key, int seconds) {
    if (seconds > 0) {
      Timers.sleep(Duration.ofSeconds(seconds), "Before the next attempt of " + key);
    }
  }

  /** Whoever cancels the runbook wants its operation to be gone first. */
  private StepEnded await(String key, StepStarted started) {
    try {
      return activities(StepLimits.UNTIL_ENDED, "Wait for " + key).await(started);
    } catch (TemporalFailure e) {
      if (e instanceof CanceledFailure || e.getCause() instanceof CanceledFailure) {
        Workflow.newDetachedCancellationScope(
                () -> {
                  activities(StepLimits.ON_PLATFORM, "Cancel " + key)
                      .cancel(String.valueOf(started.child()));
                  activities(StepLimits.UNTIL_ENDED, "Wait for " + key).await(started);
                })
            .run();
        throw e instanceof CanceledFailure ? e : (CanceledFailure) e.getCause();
      }
      throw e;
    }
  }

  private void keep(Run step, Ended end) {
    Map<String, Object> known = new LinkedHashMap<>();
    known.put("state", end.state());
    known.put("changes", end.changes());
    known.put("servers", end.end() == null ? 0 : end.end().servers());
    known.put("failed", end.end() == null ? 0 : end.end().failed());
    known.put("output", end.end() == null ? null : end.end().output());
    known.put("exitCode", end.end() == null ? null : end.end().exitCode());
    known.put("error", end.end() == null ? null : end.end().error());
    known.put("operation", end.operation());
    ended.put(step.id(), known);
    if (end.failed() && !step.critical()) {
      progress.done("warning: " + step.id() + " is not critical, and failed");
    }
    if (end.failed() && !tolerated(step)) {
      String why = end.end() == null ? null : end.end().error();
      throw SubjectRun.failed(
          step.id(),
          "step %s %s%s"
              .formatted(
                  step.id(),
                  end.operation() == null ? "failed" : "failed in " + end.operation(),
                  why == null ? "" : ": " + why));
    }
  }

  void ask(int number, String question) {
    activities(StepLimits.ON_PLATFORM, "Ask: " + question)
        .ask(new Question(request.id(), "approval-" + number, question));
  }

  private void skip(Run step, String reason) {
    activities(StepLimits.ON_PLATFORM, "Skip " + step.id())
        .skip(new StepSkipped(request.id(), step.id(), reason));
    progress.done(step.id() + " skipped: " + reason);
    Map<String, Object> known = new HashMap<>();
    known.put("state", "skipped");
    known.put("changes", 0);
    known.put("servers", 0);
    known.put("failed", 0);
    known.put("output", null);
    known.put("exitCode", null);
    known.put("error", null);
    known.put("operation", null);
    ended.put(step.id(), known);
  }

  private boolean dependsOnSteps(Run step) {
    if (step.onFailedOf() != null) {
      return true;
    }
    return Stream.of(
            References.in(step.resolvedInput()).stream(),
            References.in(step.forEach()).stream(),
            foreseen(step)
                ? Stream.<String>empty()
                : step.when().stream().map(Condition::reference))
        .flatMap(references -> references)
        .anyMatch(reference -> reference.startsWith("steps."));
  }

  /**
   * What is undone after something else is known before that is, but for what both have changed.
   */
  private boolean foreseen(Run step) {
    return plans && step.operation().equals(UndoOperation.TYPE.name());
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Map<String, Object> input(Run step, Map<String, Object> scope) {
    if (step.nested() && step.input() != null) {
      Map<String, Object> input = new LinkedHashMap<>(step.input());
      input.computeIfPresent("inputs", (_, inputs) -> resolve(step, inputs, scope));
      return input;
    }
    return step.input() == null ? null : (Map<String, Object>) resolve(step, step.input(), scope);
  }

  private static @Nullable Object resolve(
      Run step, @Nullable Object value, Map<String, Object> scope) {
    try {
      return References.resolve(value, scope);
    } catch (IllegalArgumentException e) {
      throw SubjectRun.failed(step.id(), "step " + step.id() + ": " + e.getMessage());
    }
  }

  private Map<String, Object> scope() {
    Map<String, Object> scope = new HashMap<>();
    scope.put("inputs", inputs);
    scope.put("steps", new HashMap<>(ended));
    return scope;
  }

  private static RunbookActivities activities(ActivityOptions options, String summary) {
    return Workflow.newActivityStub(
        RunbookActivities.class, ActivityOptions.newBuilder(options).setSummary(summary).build());
  }
}
