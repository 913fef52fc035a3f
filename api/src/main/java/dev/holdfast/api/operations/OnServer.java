package dev.holdfast.api.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.platform.operation.InputOrigin;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.ParkedServer;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.server.ServerNames;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far an operation is on one server, as clients see it.
 *
 * @param changes made and not reverted; of a dry run those that would be made
 * @param planned of an operation that makes plans, how many its plan has; null where there is none
 * @param failure the error for programs; left out where there is none, and in what is older
 * @param parked why it is left for later, and until when; left out where it is not
 * @param input what its input was made from; left out where it was given as it is
 * @param attempt which attempt at it is the last; left out for the first
 */
record OnServer(
    String name,
    ServerState state,
    int changes,
    int unchanged,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer planned,
    @Nullable String planHash,
    @Nullable String error,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FailureData failure,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, Object> outcome,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ParkedServer parked,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable InputOrigin input,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer attempt) {

  /**
   * @param recorded whether their changes are recorded one by one
   * @param made how many that record has, by server
   */
  static List<OnServer> of(
      List<OperationServer> servers, boolean recorded, Map<String, Integer> made) {
    return servers.stream()
        .map(server -> of(server, recorded ? made.getOrDefault(server.name(), 0) : null))
        .toList();
  }

  private static OnServer of(OperationServer server, @Nullable Integer recorded) {
    return new OnServer(
        ServerNames.within(server.name()),
        server.state(),
        // What has succeeded has made its plan true, and that was verified.
        recorded == null || server.state().done() ? server.changes() : recorded,
        server.unchanged(),
        recorded == null || server.planHash() == null ? null : server.changes(),
        server.planHash(),
        server.error(),
        server.failure(),
        server.outcome(),
        server.parked(),
        server.origin(),
        server.attempt() == 1 ? null : server.attempt());
  }
}
