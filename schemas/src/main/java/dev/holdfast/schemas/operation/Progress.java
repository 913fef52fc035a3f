package dev.holdfast.schemas.operation;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** How many servers of an operation are in which state; those of all states are the total. */
public record Progress(
    int total,
    int queued,
    int planning,
    @JsonProperty("awaiting-approval") int awaitingApproval,
    int running,
    int parked,
    int succeeded,
    int unchanged,
    int failed,
    int interrupted,
    int unreachable,
    int skipped,
    int cancelled,
    int undone) {

  /** Counts that are missing are zero. */
  public static Progress of(Map<ServerState, Integer> counts) {
    return new Progress(
        counts.values().stream().mapToInt(Integer::intValue).sum(),
        counts.getOrDefault(ServerState.QUEUED, 0),
        counts.getOrDefault(ServerState.PLANNING, 0),
        counts.getOrDefault(ServerState.AWAITING_APPROVAL, 0),
        counts.getOrDefault(ServerState.RUNNING, 0),
        counts.getOrDefault(ServerState.PARKED, 0),
        counts.getOrDefault(ServerState.SUCCEEDED, 0),
        counts.getOrDefault(ServerState.UNCHANGED, 0),
        counts.getOrDefault(ServerState.FAILED, 0),
        counts.getOrDefault(ServerState.INTERRUPTED, 0),
        counts.getOrDefault(ServerState.UNREACHABLE, 0),
        counts.getOrDefault(ServerState.SKIPPED, 0),
        counts.getOrDefault(ServerState.CANCELLED, 0),
        counts.getOrDefault(ServerState.UNDONE, 0));
  }
}
