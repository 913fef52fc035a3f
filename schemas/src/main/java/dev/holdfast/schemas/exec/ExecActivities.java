package dev.holdfast.schemas.exec;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.schemas.command.CarriesCommands;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.step.Step;
import dev.holdfast.schemas.step.StepScoped;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands on servers; their output goes to the operation's log while they run.
 *
 * <p>Failures are ApplicationFailures of a {@link dev.holdfast.schemas.failure.FailureType}.
 */
@ActivityInterface
public interface ExecActivities {

  /**
   * Runs the command through the journal, at most once for a step, and waits until it has ended.
   */
  ExecOutcome runOnce(RunRequest request);

  /**
   * Runs a command that changes nothing on many servers, so many at a time; a server that fails is
   * a result. Delivered again it runs again.
   */
  List<ServerResult> runReadOnly(BatchRequest request);

  /**
   * Which of these servers can be reached now. Whatever else is wrong with one, it can be reached.
   */
  @ActivityMethod(name = "FindReachable")
  List<String> findReachable(ReachRequest request);

  record ReachRequest(List<String> servers) {
    public ReachRequest {
      servers = List.copyOf(servers);
    }
  }

  record RunRequest(Step step, ExecInput input) implements StepScoped, CarriesCommands {}

  /**
   * @param concurrency servers at the same time
   * @param attempt which attempt at these servers it is; null for the first
   */
  record BatchRequest(
      String operation,
      List<String> servers,
      ExecInput input,
      int concurrency,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer attempt) {

    /** The first attempt at them. */
    public BatchRequest(String operation, List<String> servers, ExecInput input, int concurrency) {
      this(operation, servers, input, concurrency, null);
    }
  }
}
