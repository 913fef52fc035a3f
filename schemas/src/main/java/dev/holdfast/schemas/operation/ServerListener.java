package dev.holdfast.schemas.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import org.jspecify.annotations.Nullable;

/** What an operation over a selection is told by the workflows of its servers. */
@WorkflowInterface
public interface ServerListener {

  /** A server's part has ended, and is recorded. What is told again has no effect. */
  @SignalMethod(name = "server-ended")
  void ended(ServerEnded ended);

  /**
   * @param attempt which attempt at the server has ended, from 1
   * @param error the beginning of why it failed; null unless it failed
   */
  record ServerEnded(
      String server,
      int attempt,
      ServerState state,
      int changes,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String error) {

    private static final int SHOWN = 200;

    public ServerEnded {
      error = error == null || error.length() <= SHOWN ? error : error.substring(0, SHOWN);
    }

    /** The end of an attempt that came to this. */
    public static ServerEnded of(ServerResult result, int attempt) {
      return new ServerEnded(
          result.server(), attempt, result.state(), result.changes(), result.error());
    }
  }
}
