package dev.holdfast.api.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.api.quorum.Need;
import dev.holdfast.platform.credential.CredentialLease;
import dev.holdfast.platform.operation.Approvals;
import dev.holdfast.platform.operation.OperationGates;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.OperationServers;
import dev.holdfast.platform.operation.OperationWindow;
import dev.holdfast.platform.operation.SteeringRequests;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.schedule.ServerWindow;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.operation.FleetActivities.GateState;
import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.HealthGate;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.operation.Pace;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operation as clients see it.
 *
 * @param kind what it does to servers, a word of the catalogue; empty for a type that this version
 *     does not know
 * @param result {@code output} where what its commands printed is what one wants to see, else
 *     {@code state}; empty for a type that this version does not know
 * @param summary of what it was asked to do, with secrets masked and shortened
 * @param failure the error for programs; absent where there is none, and in what is older
 * @param concurrency servers changed at the same time
 * @param wave the wave under way, or the last one that was; absent where there is only one
 * @param waitsUntil when it fails, if nobody sees to a server on which it has failed or to a gate
 *     that did not hold; absent where it does not wait for that
 * @param window the hours in which it may start servers, whether it is in them, and until when;
 *     {@code of its servers} where these have windows by their labels, which {@code /servers/NAME}
 *     shows
 * @param gates what must hold between two waves, and how it stands; absent where there are none
 * @param changes made and not reverted on all servers; of a dry run those that would be made
 * @param unchanged resources of all servers that were as desired
 * @param servers the first {@value #SERVERS} of them, those on which it failed first; the others
 *     are at {@code /operations/{id}/servers}
 * @param causes the servers that failed, those together that failed alike
 * @param steps of a runbook, those that have begun; only where one operation is read
 * @param warnings what failed in it without failing it; only where one operation is read
 * @param runbook the runbook that has started it; only where one operation is read
 * @param wanted what people want of it that it has not taken yet, or has refused after it had
 *     waited; only where one operation is read
 * @param decisions who approved or rejected its plans, and when; only where one operation is read
 * @param credentials of leased secrets that were made for it; only where one operation is read
 * @param needs what approval rules ask of the plan; only in the answer to an approval
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
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FailureData failure,
    Progress progress,
    int concurrency,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Wave wave,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant waitsUntil,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable OperationWindow window,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Gates gates,
    int changes,
    int unchanged,
    List<OnServer> servers,
    List<Causes.Cause> causes,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<RunbookProgress.StepDocument> steps,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<RunbookProgress.Warning> warnings,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String runbook,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Wanted> wanted,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Approvals.Decision> decisions,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Leased> credentials,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Need> needs,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    String workflowId,
    @Nullable String runId,
    @Nullable String temporalUrl) {
  /** Servers in one document. */
  static final int SERVERS = 100;

  /** What is told only where one operation is read. */
  record Alone(
      RunbookProgress.Steps steps,
      @Nullable String runbook,
      List<Wanted> wanted,
      List<Approvals.Decision> decisions,
      List<Leased> credentials,
      List<Need> needs) {
    static final Alone NOTHING = ofStarted(RunbookProgress.Steps.NONE);

    static Alone ofStarted(RunbookProgress.Steps steps) {
      return new Alone(steps, null, List.of(), List.of(), List.of(), List.of());
    }
  }

  /**
   * What somebody wants of it.
   *
   * @param action such as {@code retry}
   * @param refusal why it was refused; absent while no worker has heard it
   */
  record Wanted(
      String action,
      String by,
      Instant since,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String refusal) {
    static Wanted of(SteeringRequests.Pending pending) {
      return new Wanted(pending.action(), pending.by(), pending.since(), pending.refusal());
    }
  }

  /**
   * A credential that was made for it alone.
   *
   * @param state issuing, leased, ending or revoked
   */
  record Leased(
      String secret,
      String credential,
      String state,
      Instant expiresAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant revokedAt) {
    static Leased of(CredentialLease lease) {
      return new Leased(
          lease.secret(), lease.id(), lease.state(), lease.expiresAt(), lease.revokedAt());
    }
  }

  /**
   * What must hold between two waves.
   *
   * @param conditions as they were asked for
   * @param withinSeconds of the end of a wave
   * @param now how it stands; absent before the first wave has ended, and where it ended undecided
   */
  record Gates(
      List<String> conditions,
      long withinSeconds,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable GatesNow now) {
    static @Nullable Gates of(StoredOperation operation) {
      FleetConditions asked = operation.settings().conditions();
      return asked == null || asked.gates() == null
          ? null
          : new Gates(
              asked.gates().stream().map(HealthGate::toString).toList(),
              asked.gateSeconds() == null ? 0 : asked.gateSeconds(),
              now(operation));
    }

    /** One that has ended tries none any more, and some were not decided then. */
    private static @Nullable GatesNow now(StoredOperation operation) {
      OperationGates now = operation.gates();
      return now == null || (operation.state().ended() && now.state() == GateState.TRYING)
          ? null
          : GatesNow.of(now);
    }
  }

  /**
   * How it stands with the gates after a wave.
   *
   * @param state {@code trying}, {@code held}, {@code refused}, or {@code overruled} where somebody
   *     has resumed the operation all the same
   * @param after the wave
   * @param until when they have to hold
   * @param reason why they do not
   */
  record GatesNow(
      String state,
      Wave after,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant until,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason) {
    static GatesNow of(OperationGates gates) {
      return new GatesNow(
          gates.state().name().toLowerCase(Locale.ROOT),
          new Wave(gates.wave(), gates.waves()),
          gates.until(),
          gates.reason());
    }
  }

  /** One of the waves, from 1. */
  record Wave(int number, int of) {}

  static OperationDocument of(
      StoredOperation operation,
      OperationServers.Totals totals,
      List<OperationServer> servers,
      Map<String, Integer> made,
      List<OperationServer> bad,
      Alone alone,
      @Nullable String temporalUrl) {
    Pace pace = operation.pace();
    Optional<OperationType> type = Catalogue.find(operation.type());
    boolean recorded = recorded(operation);
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
        operation.failure(),
        Progress.of(totals.byState()),
        pace == null ? operation.settings().concurrency() : pace.concurrency(),
        pace == null || pace.waves() == 1 ? null : new Wave(pace.wave(), pace.waves()),
        operation.waitsUntil(),
        window(operation),
        Gates.of(operation),
        recorded ? totals.recorded() : totals.changes(),
        totals.unchanged(),
        OnServer.of(servers, recorded, made),
        Causes.of(bad),
        alone.steps().begun(),
        alone.steps().warnings(),
        alone.runbook(),
        alone.wanted(),
        alone.decisions(),
        alone.credentials(),
        alone.needs(),
        operation.createdAt(),
        operation.startedAt(),
        operation.endedAt(),
        operation.id(),
        operation.runId(),
        temporalUrl);
  }

  /** Until it was looked at, what was asked for. */
  static @Nullable OperationWindow window(StoredOperation operation) {
    OperationWindow now = operation.window();
    if (now != null) {
      return now.hours() == null ? null : now;
    }
    FleetConditions conditions = operation.settings().conditions();
    String hours =
        conditions == null
            ? null
            : Boolean.TRUE.equals(conditions.byLabel())
                ? ServerWindow.OF_SERVERS
                : conditions.window();
    return hours == null ? null : new OperationWindow(hours, null, null);
  }

  /** Whether each of its changes is in the ledger. */
  static boolean recorded(StoredOperation operation) {
    return !operation.dryRun()
        && Catalogue.find(operation.type())
            .filter(type -> type.kind() == OperationType.Kind.CHANGE)
            .isPresent();
  }
}
