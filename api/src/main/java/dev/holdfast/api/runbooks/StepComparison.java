package dev.holdfast.api.runbooks;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.ShownPlans;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.change.Plan;
import dev.holdfast.schemas.change.PlanDifference;
import dev.holdfast.schemas.undo.UndoOperation;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The plans of a runbook's step beside those of its dry run before the runbook started. Read once
 * for all its servers, of which there may be thousands.
 */
final class StepComparison {
  private static final int NAMED = 5;

  private final ShownPlans plans;
  private final Run step;
  private final Run dryRun;
  private final Map<String, OperationServer> planned = new HashMap<>();
  private final boolean follows;
  private final Collection<String> changing;
  private @Nullable Map<String, Set<String>> changed;

  /**
   * An operation.
   *
   * @param own what single servers of it are given instead of its input, as JSON
   */
  record Run(StoredOperation operation, Map<String, String> own) {
    boolean undoes() {
      return operation.type().equals(UndoOperation.TYPE.name());
    }

    /** What is given to a server; of an undo without what only its dry run needs. */
    Map<String, Object> input(String server) {
      Map<String, Object> input =
          new HashMap<>(
              JsonPayloads.read(
                  own.getOrDefault(server, operation.input()),
                  new TypeReference<Map<String, Object>>() {}));
      if (undoes()) {
        input.remove("after");
      }
      return input;
    }
  }

  /**
   * @param follows whether a plan may follow from what the runbook has changed
   * @param changing the operations whose changes count for that
   */
  StepComparison(
      ShownPlans plans,
      Run step,
      Run dryRun,
      List<OperationServer> servers,
      boolean follows,
      Collection<String> changing) {
    this.plans = plans;
    this.step = step;
    this.dryRun = dryRun;
    this.follows = follows;
    this.changing = changing;
    servers.forEach(server -> planned.put(server.name(), server));
  }

  /** Why the plan of a server was not approved, for people; null where it was, or follows. */
  @Nullable String differs(String server, String hash) {
    OperationServer before = planned.get(server);
    String approved = before == null || before.state().bad() ? null : before.planHash();
    if (approved == null) {
      return "its plan could not be made before the runbook started";
    }
    if (!step.input(server).equals(dryRun.input(server))) {
      return "its input is another one than the one that was planned";
    }
    if (hash.equals(approved)) {
      return null;
    }
    if (!follows) {
      return "its plan is another one than the one that was approved";
    }
    Optional<Plan> then = plan(dryRun, server, approved);
    Optional<Plan> now = plan(step, server, hash);
    return then.isEmpty() || now.isEmpty()
        ? "what was planned is not known any more"
        : foreign(PlanDifference.of(then.get(), now.get()), server);
  }

  /** What a difference has in it that this runbook has not brought about; null for nothing. */
  private @Nullable String foreign(PlanDifference difference, String server) {
    if (difference.access()) {
      return "its plan changes who may do what in another way than the one that was approved";
    }
    Set<String> foreign = new TreeSet<>(difference.changes());
    foreign.removeAll(changed().getOrDefault(server, Set.of()));
    return foreign.isEmpty()
        ? null
        : "its plan differs from the one that was approved, and not because of this runbook: "
            + foreign.stream().limit(NAMED).collect(Collectors.joining(", "))
            + (foreign.size() > NAMED ? " and %d more".formatted(foreign.size() - NAMED) : "");
  }

  /** The ids of what was changed, by server, whatever became of it. */
  private Map<String, Set<String>> changed() {
    if (changed == null) {
      Map<String, Set<String>> all = new HashMap<>();
      for (String operation : changing) {
        plans
            .changes(operation)
            .forEach(change ->
                all.computeIfAbsent(change.server(), _ -> new HashSet<>()).add(change.id()));
      }
      changed = all;
    }
    return changed;
  }

  private Optional<Plan> plan(Run run, String server, String hash) {
    return plans
        .find(run.operation().id(), server, hash)
        .map(stored -> JsonPayloads.read(stored.body(), new TypeReference<Plan>() {}));
  }
}
