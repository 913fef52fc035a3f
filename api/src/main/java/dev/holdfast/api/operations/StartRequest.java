package dev.holdfast.api.operations;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.holdfast.platform.operation.OperationSettings;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.HealthGate;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.Share;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An operation that is asked for.
 *
 * @param type its name in the catalogue
 * @param selector which servers
 * @param input the operation's own input, the whole of it; without it what is kept for each server
 *     counts, and where nothing is, {@code {}}
 * @param overrides what replaces fields of the input (RFC 7386: null removes one)
 * @param set single fields of the input, on top of that
 * @param dryRun stop after the plan
 * @param approve approve the plan unseen
 * @param concurrency servers changed at the same time, 4 by default
 * @param maxFailures failed servers after which no further one is started, a number or a
 *     percentage; 0 by default
 * @param waves how many servers are done at the end of each wave, numbers or percentages
 * @param onFailure whether it ends, which is the default, or waits for people where it has failed
 *     on servers, or ends and has undone what it has changed
 * @param window the hours in which a server may be started, such as {@code sat 02:00-06:00
 *     Europe/Berlin} or {@code 0 2 * * sat/4h}, several joined by {@code ;}; by default those of
 *     its servers' labels where it changes something, {@code none} for at any time
 * @param onOffline whether it fails on a server that cannot be reached, which is the default, or
 *     parks it, and starts it when it can be
 * @param expireSeconds how long it waits since somebody last saw to a server on which it has
 *     failed, and how long one is parked; a week by default
 * @param gates what must hold after a wave before the next one starts: {@code verify}, {@code
 *     command:LINE} for each of its servers, {@code url:ADDRESS}, {@code metric:ADDRESS QUERY}
 * @param gateSeconds within which time after a wave, 10 to 3600; 120 by default
 */
record StartRequest(
    @Nullable String type,
    @Nullable String selector,
    @Nullable JsonNode input,
    @Nullable JsonNode overrides,
    @Nullable List<InputSetting> set,
    @Nullable Boolean dryRun,
    @Nullable Boolean approve,
    @Nullable Priority priority,
    @Nullable Integer concurrency,
    @Nullable String maxFailures,
    @Nullable List<String> waves,
    @Nullable OnFailure onFailure,
    @Nullable String window,
    @Nullable OnOffline onOffline,
    @Nullable Long expireSeconds,
    @Nullable List<String> gates,
    @Nullable Long gateSeconds) {

  /** In place of hours: the windows of its servers' labels do not count. */
  static final String NO_WINDOW = "none";

  /** What an operation does that has failed on servers, and can do nothing else. */
  enum OnFailure {
    @JsonProperty("end")
    END,
    @JsonProperty("wait")
    WAIT,
    @JsonProperty("undo")
    UNDO
  }

  /** What becomes of a server that cannot be reached. */
  enum OnOffline {
    @JsonProperty("fail")
    FAIL,
    @JsonProperty("park")
    PARK
  }

  /** The same for another operation, with the whole of its input. */
  StartRequest as(String operation, JsonNode whole) {
    return new StartRequest(
        operation,
        selector,
        whole,
        null,
        null,
        dryRun,
        approve,
        priority,
        concurrency,
        maxFailures,
        waves,
        onFailure,
        window,
        onOffline,
        expireSeconds,
        gates,
        gateSeconds);
  }

  private static @Nullable OnFailure onFailure(
      OperationSettings settings, FleetConditions conditions) {
    if (settings.waitSeconds() != null) {
      return OnFailure.WAIT;
    }
    return Boolean.TRUE.equals(conditions.undo()) ? OnFailure.UNDO : null;
  }

  /** How long it waits; a week by default. */
  private static @Nullable Long expiry(OperationSettings settings) {
    FleetConditions conditions = settings.conditions();
    return settings.waitSeconds() != null || conditions == null
        ? settings.waitSeconds()
        : conditions.offlineSeconds();
  }

  /** The request for an operation that is like an earlier one. */
  static StartRequest like(
      StoredOperation first, String selector, JsonNode input, boolean dryRun, boolean approve) {
    FleetConditions conditions =
        Objects.requireNonNullElse(first.settings().conditions(), FleetConditions.NONE);
    return new StartRequest(
        first.type(),
        selector,
        input,
        null,
        null,
        dryRun,
        approve,
        first.priority(),
        first.settings().concurrency(),
        first.settings().maxFailures().toString(),
        first.settings().waves() == null
            ? null
            : first.settings().waves().stream().map(Share::toString).toList(),
        onFailure(first.settings(), conditions),
        Boolean.FALSE.equals(conditions.byLabel()) ? NO_WINDOW : conditions.window(),
        conditions.offlineSeconds() == null ? null : OnOffline.PARK,
        expiry(first.settings()),
        conditions.gates() == null
            ? null
            : conditions.gates().stream().map(HealthGate::toString).toList(),
        conditions.gateSeconds());
  }
}
