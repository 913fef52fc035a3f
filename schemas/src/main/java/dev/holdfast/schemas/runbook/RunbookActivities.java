package dev.holdfast.schemas.runbook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.schemas.operation.Progress;
import dev.holdfast.schemas.operation.Reviewed;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the API does for runbooks: it knows who may start what. */
@ActivityInterface
public interface RunbookActivities {

  /**
   * Starts the dry run that makes the plans that can be made before a runbook starts, once; skipped
   * where none of its steps makes one.
   */
  @ActivityMethod(name = "PlanRunbook")
  StepStarted plan(String operation);

  /** Names what was planned, when its dry run has ended. */
  @ActivityMethod(name = "ReviewRunbook")
  Review review(String operation);

  /** Starts the operation of a step, once for each attempt. */
  @ActivityMethod(name = "StartRunbookStep")
  StepStarted start(StepStart step);

  /** Waits until the operation of a step has ended. */
  @ActivityMethod(name = "AwaitRunbookStep")
  StepEnded await(StepStarted step);

  /** Records that a step was left out. */
  @ActivityMethod(name = "SkipRunbookStep")
  void skip(StepSkipped step);

  /** Records that somebody is asked to agree to something. */
  @ActivityMethod(name = "AskRunbook")
  void ask(Question question);

  /** Cancels the operation of a step, unless it has ended. */
  @ActivityMethod(name = "CancelRunbookStep")
  void cancel(String operation);

  /** Records what the runbook came to on each of its servers, and counts them. */
  @ActivityMethod(name = "SettleRunbook")
  Progress settle(String operation);

  /**
   * @param operation the runbook's
   * @param key of the step: its id, with the number of the item where it runs for each of a list
   * @param attempt from 1
   * @param previous the operation of the attempt before, on whose servers that did not succeed it
   *     runs; null for the first
   * @param failedOf an operation on whose failed servers alone it runs; null for all
   * @param input of the operation, without references; null for what is kept for the servers
   * @param tolerated whether the runbook continues where it fails
   * @param critical false where that is a warning; null otherwise
   * @param reviewed what was approved of the runbook before it started; null where nothing was
   */
  record StepStart(
      String operation,
      String key,
      int attempt,
      @Nullable String previous,
      @Nullable String failedOf,
      String type,
      @Nullable String servers,
      @Nullable Map<String, Object> input,
      RunbookStep.Pace pace,
      boolean tolerated,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean critical,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Reviewed reviewed) {
    /** One whose failure is no warning, of a runbook that nobody has reviewed. */
    public StepStart(
        String operation,
        String key,
        int attempt,
        @Nullable String previous,
        @Nullable String failedOf,
        String type,
        @Nullable String servers,
        @Nullable Map<String, Object> input,
        RunbookStep.Pace pace,
        boolean tolerated) {
      this(
          operation, key, attempt, previous, failedOf, type, servers, input, pace, tolerated, null,
          null);
    }
  }

  /**
   * What would be done, as far as it is known before.
   *
   * @param hash of definition, inputs, servers and plans: what is approved
   * @param changes planned on all servers
   */
  record Review(String hash, int changes) {}

  /**
   * @param child the operation that was started; null if none was
   * @param skipped why nothing was to be started; null otherwise
   * @param error why it could not be started; null otherwise
   */
  record StepStarted(@Nullable String child, @Nullable String skipped, @Nullable String error) {}

  /**
   * @param key of the step: {@code approval-N}
   */
  record Question(String operation, String key, String text) {}

  /** A step that is left out, and why. */
  record StepSkipped(String operation, String key, String reason) {}

  /**
   * @param state the word of the operation's last state
   * @param error null unless it failed as a whole
   * @param changes made on all servers
   * @param servers on which it was
   * @param failed servers on which it failed
   * @param output what its command printed, without the last line end and cut to 8 KiB; null unless
   *     it ran one command on one server
   * @param exitCode likewise
   */
  record StepEnded(
      String state,
      @Nullable String error,
      int changes,
      int servers,
      int failed,
      @Nullable String output,
      @Nullable Integer exitCode) {}
}
