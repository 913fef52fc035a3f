package dev.holdfast.workflows.engine.earlier;

import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.operation.PlanHash;
import dev.holdfast.schemas.operation.Progress;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
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
        results.put(server, new ServerResult(server, ServerState.QUEUED, 0, 0, null, null)));
  }

  void put(ServerResult result) {
    results.put(result.server(), result);
  }

  /** A person leaves out a server that nobody has started. */
  void skip(String server, String why) {
    ServerResult is = result(server);
    skipped.add(server);
    put(new ServerResult(server, ServerState.SKIPPED, 0, is.unchanged(), is.planHash(), why));
  }

  /** Whether a person has left it out. */
  boolean skipped(String server) {
    return skipped.contains(server);
  }

  /** Whether nobody has started it, or left it out. */
  boolean queued(String server) {
    return result(server).state() == ServerState.QUEUED;
  }

  List<ServerResult> results() {
    return List.copyOf(results.values());
  }

  /** The servers that have a plan with changes and nobody has started, in order. */
  List<String> toChange() {
    return results.values().stream()
        .filter(result -> result.state() == ServerState.QUEUED && result.changes() > 0)
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
        .filter(result -> result.state() == ServerState.QUEUED)
        .map(ServerResult::server)
        .toList();
  }

  /** The hash of all plans there are; null where there are none. */
  @Nullable String anyPlanHash() {
    return results.values().stream().allMatch(result -> result.planHash() == null)
        ? null
        : planHash();
  }

  /** Servers with nothing to do are done; in a dry run all that have a plan are. */
  void unchangedAreDone(Map<String, PlanSummary> plans, boolean dryRun) {
    plans.forEach((server, plan) -> {
      if (!skipped(server) && (dryRun || plan.changes() == 0)) {
        put(planned(plan, done(plan), null));
      }
    });
  }

  /** What was never started is skipped, or cancelled with the rest. */
  void leaveOut(boolean cancelled) {
    ServerState state = cancelled ? ServerState.CANCELLED : ServerState.SKIPPED;
    results.replaceAll((server, result) ->
        result.state().ended()
            ? result
            : new ServerResult(
                server, state, 0, result.unchanged(), result.planHash(), result.error()));
  }

  /** The state of a server that is as its plan wants it. */
  static ServerState done(PlanSummary plan) {
    return plan.changes() == 0 ? ServerState.UNCHANGED : ServerState.SUCCEEDED;
  }

  static ServerResult planned(PlanSummary plan, ServerState state, @Nullable String error) {
    return new ServerResult(
        plan.server(), state, plan.changes(), plan.unchanged(), plan.hash(), error);
  }

  /** On how many it has failed, in whatever way. */
  int failed() {
    return (int) results.values().stream().filter(result -> result.state().bad()).count();
  }

  int changes() {
    return results.values().stream()
        .filter(result -> result.state() == ServerState.SUCCEEDED)
        .mapToInt(ServerResult::changes)
        .sum();
  }

  Progress progress() {
    return Progress.of(
        results.values().stream()
            .collect(Collectors.groupingBy(ServerResult::state, Collectors.summingInt(_ -> 1))));
  }

  /** Each failed server with its reason, for people. */
  String failures() {
    List<String> all =
        results.values().stream()
            .filter(result -> result.state().bad())
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
}
