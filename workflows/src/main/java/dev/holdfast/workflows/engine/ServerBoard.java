package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.PlanHash;
import dev.holdfast.schemas.operation.Progress;
import dev.holdfast.schemas.operation.ServerResult;
import io.temporal.workflow.Workflow;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How far an operation is on each of its servers. */
final class ServerBoard {
  /** More failures than these are counted, not listed. */
  private static final int LISTED = 10;

  private final Map<String, ServerResult> results = new TreeMap<>();
  private final Set<String> skipped = new HashSet<>();

  void expect(List<String> servers) {
    servers.forEach(server ->
        results.put(server, new ServerResult(server, OperationState.QUEUED, 0, 0, null, null)));
  }

  void put(ServerResult result) {
    results.put(result.server(), result);
  }

  /** A person leaves out a server that nobody has started. */
  void skip(String server, String why) {
    ServerResult is = result(server);
    skipped.add(server);
    put(new ServerResult(server, OperationState.SKIPPED, 0, is.unchanged(), is.planHash(), why));
  }

  /** Whether a person has left it out. */
  boolean skipped(String server) {
    return skipped.contains(server);
  }

  /** Whether nobody has started it, or left it out. */
  boolean queued(String server) {
    return result(server).state() == OperationState.QUEUED;
  }

  List<ServerResult> results() {
    return List.copyOf(results.values());
  }

  /** The servers that have a plan with changes and nobody has started, in order. */
  List<String> toChange() {
    return results.values().stream()
        .filter(result -> result.state() == OperationState.QUEUED && result.changes() > 0)
        .map(ServerResult::server)
        .toList();
  }

  String planHash(String server) {
    String hash = result(server).planHash();
    if (hash == null) {
      throw new IllegalStateException(server + " has no plan");
    }
    return hash;
  }

  /** The hash of all plans there are. */
  String planHash() {
    return PlanHash.of(
        results.values().stream()
            .filter(result -> result.planHash() != null)
            .collect(
                Collectors.toMap(
                    ServerResult::server, result -> String.valueOf(result.planHash()))));
  }

  /** The servers that nobody has started, in order. */
  List<String> queued() {
    return results.values().stream()
        .filter(result -> result.state() == OperationState.QUEUED)
        .map(ServerResult::server)
        .toList();
  }

  /** The hash of all plans there are; null where there are none. */
  @Nullable String anyPlanHash() {
    return results.values().stream().allMatch(result -> result.planHash() == null)
        ? null
        : planHash();
  }

  /** Servers with nothing to do have succeeded; in a dry run all that have a plan have. */
  void unchangedSucceed(Map<String, PlanSummary> plans, boolean dryRun) {
    plans.forEach((server, plan) -> {
      if (!skipped(server) && (dryRun || plan.changes() == 0)) {
        put(planned(plan, OperationState.SUCCEEDED, null));
      }
    });
  }

  /** What was never started is skipped, or cancelled with the rest. */
  void leaveOut(boolean cancelled) {
    OperationState state = cancelled ? OperationState.CANCELLED : OperationState.SKIPPED;
    results.replaceAll((server, result) ->
        result.state().ended()
            ? result
            : new ServerResult(
                server, state, 0, result.unchanged(), result.planHash(), result.error()));
  }

  static ServerResult planned(PlanSummary plan, OperationState state, @Nullable String error) {
    return new ServerResult(
        plan.server(), state, plan.changes(), plan.unchanged(), plan.hash(), error);
  }

  int failed() {
    return count(OperationState.FAILED);
  }

  int changes() {
    return results.values().stream()
        .filter(result -> result.state() == OperationState.SUCCEEDED)
        .mapToInt(ServerResult::changes)
        .sum();
  }

  Progress progress() {
    return new Progress(
        results.size(),
        count(OperationState.QUEUED),
        count(OperationState.RUNNING),
        count(OperationState.SUCCEEDED),
        failed(),
        count(OperationState.SKIPPED),
        count(OperationState.PARKED));
  }

  /** Each failed server with its reason, for people. */
  String failures() {
    List<String> all =
        results.values().stream()
            .filter(result -> result.state() == OperationState.FAILED)
            .map(result -> result.server() + " (" + result.error() + ")")
            .toList();
    String listed = all.stream().limit(LISTED).collect(Collectors.joining(", "));
    return all.size() <= LISTED ? listed : listed + " and " + (all.size() - LISTED) + " more";
  }

  /** Shows the board as the workflow's live details. */
  void show(String now) {
    StringBuilder text = new StringBuilder("**" + now + "**\n\n");
    text.append("| server | state | changes | |\n|---|---|---|---|\n");
    results.values().stream()
        .limit(50)
        .forEach(result ->
            text.append("| ")
                .append(result.server())
                .append(" | ")
                .append(result.state().word())
                .append(" | ")
                .append(result.changes())
                .append(" | ")
                .append(result.error() == null ? "" : result.error().replace("|", "\\|"))
                .append(" |\n"));
    Workflow.setCurrentDetails(text.toString());
  }

  ServerResult result(String server) {
    ServerResult result = results.get(server);
    if (result == null) {
      throw new IllegalArgumentException(server + " is not a target");
    }
    return result;
  }

  private int count(OperationState state) {
    return (int) results.values().stream().filter(result -> result.state() == state).count();
  }
}
