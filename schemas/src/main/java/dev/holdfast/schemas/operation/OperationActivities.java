package dev.holdfast.schemas.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.schemas.failure.FailureData;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an operation is to do and writes how far it is; every write may be delivered again.
 */
@ActivityInterface
public interface OperationActivities {

  /** The names of the operation's servers, sorted. */
  List<String> targets(String operation);

  /**
   * The task queues of those of the operation's servers that are in a region, by name; the others
   * have {@link TaskQueues#SSH}.
   */
  Map<String, String> routes(String operation);

  /** Records how far an operation is. */
  void recordOperation(OperationUpdate update);

  /** Records how far an operation is on servers of it. */
  void recordServers(String operation, List<ServerResult> servers);

  /** Records how an operation goes about its servers; without effect once it has ended. */
  void recordPace(String operation, Pace pace);

  /**
   * How far an operation is.
   *
   * @param planHash the hash of all its plans, once there is one
   * @param error why it failed, once it has
   * @param failure the error for programs; null where it says no more
   */
  record OperationUpdate(
      String operation,
      OperationState state,
      @Nullable String planHash,
      @Nullable String error,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FailureData failure) {

    public OperationUpdate {
      failure = failure == null || error == null ? null : failure.saying(error);
    }

    /** An update that says no more of a failure than its error. */
    public OperationUpdate(
        String operation, OperationState state, @Nullable String planHash, @Nullable String error) {
      this(operation, state, planHash, error, null);
    }

    /** The same with what it failed with masked. */
    public OperationUpdate masked(UnaryOperator<String> mask) {
      return new OperationUpdate(
          operation,
          state,
          planHash,
          error == null ? null : mask.apply(error),
          failure == null ? null : failure.masked(mask));
    }
  }
}
