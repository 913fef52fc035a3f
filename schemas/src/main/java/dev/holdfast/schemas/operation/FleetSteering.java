package dev.holdfast.schemas.operation;

import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a person may do to an operation over a selection of servers, besides {@link Steering}. */
@WorkflowInterface
public interface FleetSteering {

  /** From now on so many servers at the same time; those under way are finished. */
  @UpdateMethod(name = "concurrency")
  void concurrency(ConcurrencyChange change);

  @UpdateValidatorMethod(updateName = "concurrency")
  void validateConcurrency(ConcurrencyChange change);

  /**
   * Leaves out a server that has not been started, or on which it has failed; doing so again has no
   * effect.
   */
  @UpdateMethod(name = "skip")
  void skip(Skip skip);

  @UpdateValidatorMethod(updateName = "skip")
  void validateSkip(Skip skip);

  /**
   * Tries servers once more on which it has failed: each is queued again, before others. Either all
   * that are named are, or none; the same Update has the effect once.
   */
  @UpdateMethod(name = "retry")
  void retry(Retry retry);

  @UpdateValidatorMethod(updateName = "retry")
  void validateRetry(Retry retry);

  /** Gives a server on which it has failed an input of its own, and tries it once more. */
  @UpdateMethod(name = "fix")
  void fix(Fix fix);

  @UpdateValidatorMethod(updateName = "fix")
  void validateFix(Fix fix);

  /** From now on servers are started in these hours; those under way are finished. */
  @UpdateMethod(name = "window")
  void window(WindowChange change);

  @UpdateValidatorMethod(updateName = "window")
  void validateWindow(WindowChange change);

  /**
   * @param window the hours, as a start takes them; null for at any time
   * @param by who wants it
   */
  record WindowChange(@Nullable String window, String by) {}

  /**
   * @param servers by name; none for all on which it has failed, at most {@link #MOST}
   * @param by who wants it
   */
  record Retry(List<String> servers, String by) {
    /** So many are queued again by one Update: they travel with the operation until they start. */
    public static final int MOST = 500;

    public Retry {
      servers = List.copyOf(servers);
    }
  }

  /**
   * @param input the whole of it, already valid against the operation's JSON Schema
   * @param by who wants it
   */
  record Fix(String server, Map<String, Object> input, String by) {}

  /**
   * @param servers at the same time, 1 to {@link OperationRequest#MOST_CONCURRENT}
   * @param by who wants it
   */
  record ConcurrencyChange(int servers, String by) {}

  /**
   * @param by who wants it
   * @param reason why, for those who read it later; null if it was not said
   */
  record Skip(String server, String by, @Nullable String reason) {}
}
