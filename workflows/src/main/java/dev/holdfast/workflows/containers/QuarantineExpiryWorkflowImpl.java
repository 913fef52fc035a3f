package dev.holdfast.workflows.containers;

import dev.holdfast.schemas.containers.quarantine.AtExpiry;
import dev.holdfast.schemas.containers.quarantine.QuarantineExpiry;
import dev.holdfast.schemas.containers.quarantine.QuarantineExpiryActivities;
import dev.holdfast.schemas.containers.quarantine.QuarantineExpiryActivities.Expired;
import dev.holdfast.schemas.containers.quarantine.QuarantineExpiryActivities.Started;
import dev.holdfast.workflows.engine.StepLimits;
import dev.holdfast.workflows.engine.Timers;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Waits for the end of a quarantine and releases the container, or asks people whether to. */
public final class QuarantineExpiryWorkflowImpl implements QuarantineExpiry {
  /** A server that is off may come back: after a day of hours somebody has to look at it. */
  private static final int ATTEMPTS = 36;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private boolean released;

  @Override
  public void run(Request request) {
    Duration left =
        Duration.ofMillis(Math.max(0, request.expiresAtMillis() - Workflow.currentTimeMillis()));
    if (Timers.await(left, "Until the quarantine expires", () -> released)) {
      return;
    }
    String why = request.atExpiry() == AtExpiry.ASK ? ask(request) : release(request);
    if (why != null && !released) {
      tell(request, why);
    }
  }

  private static void tell(Request request, String why) {
    activities(StepLimits.ON_PLATFORM, "Tell that " + request.container() + " stays isolated")
        .tell(expired(request, ATTEMPTS), why);
  }

  /**
   * Lets people decide. Whoever rejects the release leaves the container isolated for good.
   *
   * @return why nobody could be asked; null where somebody has decided, or released it
   */
  private @Nullable String ask(Request request) {
    if (Workflow.getVersion("asks-by-approval", Workflow.DEFAULT_VERSION, 1)
        == Workflow.DEFAULT_VERSION) {
      return "it is to be decided by a person";
    }
    Started asked =
        activities(StepLimits.ON_PLATFORM, "Ask whether " + request.container() + " is released")
            .ask(expired(request, 1));
    String operation = asked.operation();
    if (operation == null) {
      return "nobody could be asked: " + asked.error();
    }
    tell(request, operation + " asks whether it is released");
    Promise<String> decided =
        Async.function(
            activities(StepLimits.UNTIL_ENDED, "Wait for a decision on " + operation)::await,
            operation);
    Workflow.await(() -> released || decided.isCompleted());
    if (!decided.isCompleted()) {
      activities(StepLimits.ON_PLATFORM, "Withdraw the question, unless it is answered")
          .withdraw(operation);
    }
    return null;
  }

  /** Null where it is released; else why it is not. */
  private @Nullable String release(Request request) {
    Duration pause = FIRST_PAUSE;
    String why = null;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Started started =
          activities(StepLimits.ON_PLATFORM, "Release " + request.container())
              .start(expired(request, attempt));
      if (started.operation() == null) {
        // Nobody may any more, or there is no such server: another attempt would not help.
        return started.error() == null ? "it could not be started" : started.error();
      }
      why =
          activities(StepLimits.UNTIL_ENDED, "Wait for " + started.operation())
              .await(started.operation());
      if (why == null || released) {
        return null;
      }
      if (Timers.await(pause, "Before the next attempt at the release", () -> released)) {
        return null;
      }
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
    return why;
  }

  @Override
  public void released() {
    released = true;
  }

  private static Expired expired(Request request, int attempt) {
    return new Expired(request.operation(), request.server(), request.container(), attempt);
  }

  private static QuarantineExpiryActivities activities(ActivityOptions options, String summary) {
    return Workflow.newActivityStub(
        QuarantineExpiryActivities.class,
        ActivityOptions.newBuilder(options).setSummary(summary).build());
  }
}
