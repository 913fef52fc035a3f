package dev.holdfast.api.runbooks;

import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.runbook.RunbookStepRow;
import dev.holdfast.platform.runbook.RunbookSteps;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.operation.Progress;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.server.Selector;
import dev.holdfast.schemas.server.Server;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The servers of a runbook: which a step is for, and what became of each. */
@Component
final class RunbookServers {
  private final Operations operations;
  private final RunbookSteps steps;
  private final Servers servers;

  RunbookServers(Operations operations, RunbookSteps steps, Servers servers) {
    this.operations = operations;
    this.steps = steps;
    this.servers = servers;
  }

  /**
   * The servers of a step: those that the runbook was started for, and no other that has come to
   * match since.
   *
   * @param narrowed the step's own selector; null for all
   * @param previous an earlier attempt, of whose servers those count that did not succeed
   * @param failedOf an operation of whose servers those count that failed
   * @return empty if it is for none
   */
  Optional<String> selector(
      StoredOperation runbook,
      @Nullable String narrowed,
      @Nullable String previous,
      @Nullable String failedOf) {
    Set<String> known =
        operations.servers(runbook.id()).stream()
            .map(OperationServer::name)
            .collect(Collectors.toSet());
    if (previous != null) {
      known.retainAll(of(previous, server -> !server.state().done()));
    }
    if (failedOf != null) {
      known.retainAll(of(failedOf, server -> server.state() == ServerState.FAILED));
    }
    Selector within = new Selector(narrowed == null ? "all" : narrowed);
    List<Server> all = servers.all(runbook.organisation());
    List<String> chosen =
        all.stream()
            .filter(server ->
                known.contains(server.name()) && within.matches(server.name(), server.labels()))
            .map(Server::nameWithin)
            .toList();
    if (chosen.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(readable(runbook.selector(), narrowed, chosen, all));
  }

  /** The shortest selector that means exactly these servers today: people read it in lists. */
  private static String readable(
      String selector, @Nullable String narrowed, List<String> chosen, List<Server> all) {
    return Stream.of(
            narrowed == null ? selector : narrowed, "(" + selector + "),(" + narrowed + ")")
        .filter(text -> means(text, chosen, all))
        .findFirst()
        .orElse(String.join("|", chosen));
  }

  private static boolean means(String text, List<String> chosen, List<Server> all) {
    try {
      Selector selector = Selector.typed(text);
      return all.stream()
          .filter(server -> selector.matches(server.name(), server.labels()))
          .map(Server::nameWithin)
          .toList()
          .equals(chosen);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private Set<String> of(String operation, Predicate<OperationServer> which) {
    return operations.servers(operation).stream()
        .filter(which)
        .map(OperationServer::name)
        .collect(Collectors.toSet());
  }

  /** Records what the steps came to on each server, and counts them. */
  Progress settle(StoredOperation runbook) {
    List<OperationServer> of = operations.servers(runbook.id());
    Map<String, Sum> sums = new TreeMap<>();
    of.forEach(server -> sums.put(server.name(), new Sum()));
    List<RunbookStepRow> rows =
        steps.list(runbook.id()).stream().filter(row -> row.child() != null).toList();
    for (RunbookStepRow row : rows) {
      for (OperationServer on : operations.servers(Objects.requireNonNull(row.child()))) {
        Sum sum = sums.get(on.name());
        if (sum != null) {
          sum.add(row, on);
        }
      }
    }
    List<ServerResult> results = new ArrayList<>();
    sums.forEach((server, sum) -> results.add(sum.result(server)));
    operations.recordServers(runbook.id(), results);
    Map<ServerState, Integer> counts = new EnumMap<>(ServerState.class);
    results.forEach(result -> counts.merge(result.state(), 1, Integer::sum));
    return Progress.of(counts);
  }

  /** Why a step failed on a server, in the runbook's words, and as its operation has it. */
  private record Fault(String error, @Nullable FailureData failure) {}

  /** What all steps came to on one server; of several attempts at one, the last. */
  private static final class Sum {
    private final Map<String, Fault> failures = new HashMap<>();
    private int changes;
    private int unchanged;
    private boolean touched;

    void add(RunbookStepRow row, OperationServer on) {
      failures.remove(row.key());
      if (on.state() == ServerState.SKIPPED || on.state() == ServerState.CANCELLED) {
        return;
      }
      touched = true;
      changes += on.changes();
      unchanged += on.unchanged();
      if (on.state().bad() && !row.tolerated()) {
        failures.put(
            row.key(),
            new Fault("%s: %s (%s)".formatted(row.key(), on.error(), row.child()), on.failure()));
      }
    }

    ServerResult result(String server) {
      Fault fault = failures.isEmpty() ? null : failures.values().iterator().next();
      ServerState state =
          fault != null
              ? ServerState.FAILED
              : touched ? ServerState.SUCCEEDED : ServerState.SKIPPED;
      return fault == null
          ? new ServerResult(server, state, changes, unchanged, null, null)
          : new ServerResult(server, state, changes, unchanged, null, fault.error())
              .with(fault.failure());
    }
  }
}
