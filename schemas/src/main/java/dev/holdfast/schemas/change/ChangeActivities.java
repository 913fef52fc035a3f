package dev.holdfast.schemas.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.step.StepScoped;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plans and makes changes on one server.
 *
 * <p>Every method may be delivered again with the same step: a change is then made at most once,
 * and the first result is returned. Failures are ApplicationFailures of a {@link
 * dev.holdfast.schemas.failure.FailureType}.
 */
@ActivityInterface
public interface ChangeActivities {

  /**
   * Compares facts with the desired state, stores the plan and returns its summary; changes
   * nothing.
   */
  PlanSummary plan(PlanRequest request);

  /**
   * Makes the changes of one group of a stored plan through the journal. A commit-confirmed group
   * is armed first: the server reverts it by itself unless {@link #confirm} comes within the
   * window.
   */
  ApplyOutcome apply(GroupRequest request);

  /**
   * Proves with a new connection that one can still log in, sudo and open SFTP; fails with
   * UNREACHABLE etc.
   */
  void prove(GroupRequest request);

  /** Makes a commit-confirmed group final, unless the server has reverted it already. */
  ConfirmOutcome confirm(GroupRequest request);

  /** Has the server revert a group that could not be proven, now, and waits until it has. */
  ConfirmOutcome revert(GroupRequest request);

  /**
   * Ends an operation's work on a server: stops what still runs of it, reverts what is armed and
   * not confirmed, and lets the journal refuse the fencing token from now on.
   */
  void close(CloseRequest request);

  /**
   * Which plan to make.
   *
   * @param input the operation's input, read as the type that its desired state names
   */
  record PlanRequest(Step step, String operationType, Object input) implements StepScoped {}

  /** One group of the plan with this hash. */
  record GroupRequest(Step step, String planHash, String group) implements StepScoped {}

  record CloseRequest(Step step) implements StepScoped {}

  /** The key of the step that stops and reverts what an operation left on a server. */
  String CLOSE_KEY = "close";

  /**
   * The key of the step that applies a group; prove, confirm and revert of the same generation find
   * what it armed by it.
   */
  static String applyKey(String group) {
    return "apply/" + group;
  }

  /** With which a change ends that another attempt would not cure. */
  int FINAL_EXIT_CODE = 65;

  /** What making a group of changes came to. */
  enum Result {
    /** All changes of the group are in place. */
    APPLIED,
    /** A command ended with an error; the changes before it are in place. */
    FAILED,
    /** The command's runner or the host died: whether it ran to its end is unknown. */
    INTERRUPTED
  }

  /**
   * What became of a group.
   *
   * @param exitCode of the command; -1 where there is none
   * @param applied ids of the changes known to be in place
   * @param message the end of the output, or what is known, for a person
   * @param origin the unit or container that the change has failed on; null where it is none
   */
  record ApplyOutcome(
      Result result,
      int exitCode,
      List<String> applied,
      String message,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FailureOrigin origin) {

    /** An outcome that is about no unit and no container. */
    public ApplyOutcome(Result result, int exitCode, List<String> applied, String message) {
      this(result, exitCode, applied, message, null);
    }
  }

  /** Who won: the confirmation or the revert. */
  enum ConfirmOutcome {
    CONFIRMED,
    REVERTED
  }
}
