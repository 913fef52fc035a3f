package dev.holdfast.api.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.platform.operation.Approvals;
import dev.holdfast.platform.operation.InputOrigin;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.operation.Pace;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operation as clients see it.
 *
 * @param kind {@code change} where it makes a plan and records each change, {@code run} or {@code
 *     read}; empty for a type that this version does not know
 * @param result {@code output} where what its commands printed is what one wants to see, else
 *     {@code state}; empty for a type that this version does not know
 * @param summary of what it was asked to do, with secrets masked and shortened
 * @param concurrency servers changed at the same time
 * @param wave the wave under way, or the last one that was; absent where there is only one
 * @param causes the servers that failed, those together that failed alike
 * @param decisions who approved or rejected its plans, and when; only where one operation is read
 */
public record OperationDocument(
    String id,
    String type,
    String kind,
    String result,
    OperationState state,
    Priority priority,
    boolean dryRun,
    String initiator,
    String selector,
    @Nullable String summary,
    @Nullable String planHash,
    @Nullable String error,
    Progress progress,
    int concurrency,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Wave wave,
    List<OnServer> servers,
    List<Causes.Cause> causes,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Approvals.Decision> decisions,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    String workflowId,
    @Nullable String runId,
    @Nullable String temporalUrl) {

  /** One of the waves, from 1. */
  record Wave(int number, int of) {}

  /**
   * How far it is on one server.
   *
   * @param input what its input was made from; left out where it was given as it is
   * @param changes made and not reverted; of a dry run those that would be made
   * @param planned of an operation that makes plans, how many its plan has; null where there is
   *     none
   */
  record OnServer(
      String name,
      OperationState state,
      int changes,
      int unchanged,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer planned,
      @Nullable String planHash,
      @Nullable String error,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, Object> outcome,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable InputOrigin input) {
    /**
     * @param recorded changes that the ledger has; null where they are not recorded one by one
     */
    static OnServer of(OperationServer server, @Nullable Integer recorded) {
      return new OnServer(
          server.name(),
          server.state(),
          // What has succeeded has made its plan true, and that was verified.
          recorded == null || server.state() == OperationState.SUCCEEDED
              ? server.changes()
              : recorded,
          server.unchanged(),
          recorded == null || server.planHash() == null ? null : server.changes(),
          server.planHash(),
          server.error(),
          server.outcome(),
          server.origin());
    }
  }

  static OperationDocument of(
      StoredOperation operation,
      List<OperationServer> servers,
      Map<String, Integer> made,
      List<Approvals.Decision> decisions,
      @Nullable String temporalUrl) {
    Pace pace = operation.pace();
    Optional<OperationType> type = Catalogue.find(operation.type());
    return new OperationDocument(
        operation.id(),
        operation.type(),
        type.map(known -> known.kind().word()).orElse(""),
        type.map(known -> known.result().word()).orElse(""),
        operation.state(),
        operation.priority(),
        operation.dryRun(),
        operation.initiator(),
        operation.selector(),
        operation.summary(),
        operation.planHash(),
        operation.error(),
        progress(servers),
        pace == null ? operation.settings().concurrency() : pace.concurrency(),
        pace == null || pace.waves() == 1 ? null : new Wave(pace.wave(), pace.waves()),
        servers.stream()
            .map(server ->
                OnServer.of(
                    server, recorded(operation) ? made.getOrDefault(server.name(), 0) : null))
            .toList(),
        Causes.of(servers),
        decisions,
        operation.createdAt(),
        operation.startedAt(),
        operation.endedAt(),
        operation.id(),
        operation.runId(),
        temporalUrl);
  }

  /** Whether each of its changes is in the ledger. */
  private static boolean recorded(StoredOperation operation) {
    return !operation.dryRun()
        && Catalogue.find(operation.type())
            .filter(type -> type.kind() == OperationType.Kind.CHANGE)
            .isPresent();
  }

  /** Whether a server of this name is one of its servers. */
  boolean runsOn(String server) {
    return servers.stream().anyMatch(on -> on.name().equals(server));
  }

  static Progress progress(List<OperationServer> servers) {
    int queued = 0;
    int running = 0;
    int succeeded = 0;
    int failed = 0;
    int skipped = 0;
    int parked = 0;
    for (OperationServer server : servers) {
      switch (server.state()) {
        case QUEUED -> queued++;
        case PLANNING, AWAITING_APPROVAL, RUNNING, PAUSED -> running++;
        case PARKED -> parked++;
        case SUCCEEDED, UNDONE -> succeeded++;
        case FAILED -> failed++;
        case SKIPPED, CANCELLED -> skipped++;
      }
    }
    return new Progress(servers.size(), queued, running, succeeded, failed, skipped, parked);
  }
}
