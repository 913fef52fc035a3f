package dev.holdfast.platform.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.platform.schedule.MaintenanceWindow;
import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.Reviewed;
import dev.holdfast.schemas.operation.Share;
import dev.holdfast.schemas.operation.Waves;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an operation is to go about its servers.
 *
 * @param approved whoever asked approves the plan unseen
 * @param concurrency servers changed at the same time, at least 1
 * @param maxFailures failed servers after which no further server is started
 * @param waves how the servers are divided, see {@link Waves}; null for one wave of all
 * @param waitSeconds how long it waits for people where it has failed on servers; null where it
 *     does not, and ends
 * @param conditions under which it works on its servers; null for none
 */
public record OperationSettings(
    boolean approved,
    int concurrency,
    Share maxFailures,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Share> waves,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long waitSeconds,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FleetConditions conditions) {

  /** One failure stops the rest, unless somebody says otherwise. */
  public static final Share DEFAULT_MAX_FAILURES = Share.count(0);

  /** A week: whoever has a free Friday sees to it on Monday. */
  public static final long DEFAULT_WAIT = Duration.ofDays(7).toSeconds();

  private static final long SHORTEST_WAIT = Duration.ofMinutes(1).toSeconds();
  private static final long LONGEST_WAIT = Duration.ofDays(90).toSeconds();

  public OperationSettings {
    if (concurrency < 1) {
      throw new IllegalArgumentException(
          "concurrency: must be at least 1, "
              + OperationRequest.DEFAULT_CONCURRENCY
              + " by default");
    }
    if (waves != null) {
      Waves.check(waves);
      waves = List.copyOf(waves);
    }
    if (waitSeconds != null && (waitSeconds < SHORTEST_WAIT || waitSeconds > LONGEST_WAIT)) {
      throw new IllegalArgumentException("expireSeconds: must be from 1 minute to 90 days");
    }
    if (conditions != null) {
      conditions = checked(conditions);
    }
  }

  /** Settings whose servers are one wave. */
  public OperationSettings(boolean approved, int concurrency, int maxFailures) {
    this(approved, concurrency, Share.count(maxFailures), null, null, null);
  }

  /** The same, whose plan waits for approval. */
  public OperationSettings unapproved() {
    return new OperationSettings(false, concurrency, maxFailures, waves, waitSeconds, conditions);
  }

  /** The same, where somebody has to approve first what has this hash; null where nobody has. */
  public OperationSettings approvedAs(@Nullable String hash) {
    FleetConditions now = conditions == null ? FleetConditions.NONE : conditions;
    FleetConditions next = now.approvedAs(hash);
    return new OperationSettings(
        approved,
        concurrency,
        maxFailures,
        waves,
        waitSeconds,
        next.equals(FleetConditions.NONE) ? null : next);
  }

  /** The same for a step of a runbook of which this was approved. */
  public OperationSettings reviewedAs(Reviewed reviewed) {
    FleetConditions now = conditions == null ? FleetConditions.NONE : conditions;
    return new OperationSettings(
        approved, concurrency, maxFailures, waves, waitSeconds, now.reviewedAs(reviewed));
  }

  /** What was approved of the runbook whose step it is; null where nothing was. */
  public @Nullable Reviewed reviewed() {
    return conditions == null ? null : conditions.reviewed();
  }

  /** The same, with the windows of its servers' labels or without. */
  public OperationSettings withLabels(@Nullable Boolean count) {
    FleetConditions now = conditions == null ? FleetConditions.NONE : conditions;
    FleetConditions next = now.withLabels(count);
    return new OperationSettings(
        approved,
        concurrency,
        maxFailures,
        waves,
        waitSeconds,
        next.equals(FleetConditions.NONE) ? null : next);
  }

  private static FleetConditions checked(FleetConditions asked) {
    Long offline = asked.offlineSeconds();
    if (offline != null && (offline < SHORTEST_WAIT || offline > LONGEST_WAIT)) {
      throw new IllegalArgumentException("expireSeconds: must be from 1 minute to 90 days");
    }
    return new FleetConditions(
        asked.window() == null ? null : new MaintenanceWindow(asked.window()).text(),
        offline,
        asked.gates(),
        asked.gateSeconds(),
        asked.undo(),
        asked.approval(),
        asked.byLabel(),
        asked.reviewed());
  }
}
