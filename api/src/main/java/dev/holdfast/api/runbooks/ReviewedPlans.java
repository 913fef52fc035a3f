package dev.holdfast.api.runbooks;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.api.activities.PlatformActivities;
import dev.holdfast.api.quorum.Quorum;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.ServerInputs;
import dev.holdfast.platform.operation.ShownPlans;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.runbook.RunbookPlans;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.change.Plan;
import dev.holdfast.schemas.change.PlanDifference;
import dev.holdfast.schemas.operation.Reviewed;
import dev.holdfast.schemas.operation.ReviewedPlansActivities;
import dev.holdfast.schemas.server.ServerNames;
import dev.holdfast.schemas.undo.UndoOperation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Whether the plans of a runbook's step are those that were approved before the runbook started, or
 * follow from them. Where anything of that cannot be known, somebody is asked.
 */
@Component
public final class ReviewedPlans implements ReviewedPlansActivities, PlatformActivities {
  private static final int NAMED = 5;

  private final Operations operations;
  private final RunbookPlans planned;
  private final ShownPlans plans;
  private final ServerInputs inputs;
  private final Quorum quorum;

  ReviewedPlans(
      Operations operations,
      RunbookPlans planned,
      ShownPlans plans,
      ServerInputs inputs,
      Quorum quorum) {
    this.operations = operations;
    this.planned = planned;
    this.plans = plans;
    this.inputs = inputs;
    this.quorum = quorum;
  }

  @Override
  public Comparison compare(Compared compared) {
    StoredOperation step = operations.find(compared.operation()).orElse(null);
    Reviewed reviewed = step == null ? null : step.settings().reviewed();
    if (step == null || reviewed == null || !reviewed.approved()) {
      return Comparison.asks("nothing was approved beforehand");
    }
    StoredOperation dryRun = dryRun(step, reviewed);
    if (dryRun == null) {
      return Comparison.asks("it could not be planned before its runbook started");
    }
    String rule = quorum.unmet(step, compared.server(), reviewed);
    if (rule != null) {
      return Comparison.asks(
          "the approval of its runbook does not meet the approval rule '" + rule + "'");
    }
    for (OperationServer on : changing(step, compared)) {
      String hash = compared.planHash() == null ? on.planHash() : compared.planHash();
      String why = differs(step, dryRun, on.name(), String.valueOf(hash), reviewed);
      if (why != null) {
        return Comparison.asks(ServerNames.within(on.name()) + ": " + why);
      }
    }
    return Comparison.APPROVED;
  }

  /** The dry run of the same step, before the runbook started; null where there is none. */
  private @Nullable StoredOperation dryRun(StoredOperation step, Reviewed reviewed) {
    return planned
        .place(step.id())
        .filter(place -> place.runbook().equals(reviewed.runbook()))
        .flatMap(
            place -> Optional.ofNullable(planned.operations(reviewed.runbook()).get(place.step())))
        .flatMap(operations::find)
        .filter(found -> found.type().equals(step.type()))
        .orElse(null);
  }

  /** What makes no change needs no approval. */
  private List<OperationServer> changing(StoredOperation step, Compared compared) {
    return operations.servers(step.id()).stream()
        .filter(on ->
            compared.server() == null
                ? on.changes() > 0 && !on.state().ended()
                : on.name().equals(compared.server()))
        .toList();
  }

  private @Nullable String differs(
      StoredOperation step, StoredOperation dryRun, String server, String hash, Reviewed reviewed) {
    OperationServer before =
        operations.servers(dryRun.id()).stream()
            .filter(on -> on.name().equals(server) && !on.state().bad())
            .findFirst()
            .orElse(null);
    if (before == null || before.planHash() == null) {
      return "its plan could not be made before the runbook started";
    }
    if (!input(step, server).equals(input(dryRun, server))) {
      return "its input is another one than the one that was planned";
    }
    if (hash.equals(before.planHash())) {
      return null;
    }
    if (!reviewed.following() && !undoes(step)) {
      return "its plan is another one than the one that was approved";
    }
    Optional<Plan> then = plan(dryRun.id(), server, before.planHash());
    Optional<Plan> now = plan(step.id(), server, hash);
    if (then.isEmpty() || now.isEmpty()) {
      return "what was planned is not known any more";
    }
    return foreign(PlanDifference.of(then.get(), now.get()), changed(reviewed, server));
  }

  /** What a difference has in it that this runbook has not brought about; null for nothing. */
  private static @Nullable String foreign(PlanDifference difference, Set<String> own) {
    if (difference.access()) {
      return "its plan changes who may do what in another way than the one that was approved";
    }
    Set<String> foreign = new TreeSet<>(difference.changes());
    foreign.removeAll(own);
    return foreign.isEmpty()
        ? null
        : "its plan differs from the one that was approved, and not because of this runbook: "
            + foreign.stream().limit(NAMED).collect(Collectors.joining(", "))
            + (foreign.size() > NAMED ? " and %d more".formatted(foreign.size() - NAMED) : "");
  }

  /**
   * The ids of what the operations of a runbook have changed on a server, whatever became of it. Of
   * an undo without more only what was undone before: it is left out of the plan, and the ledger
   * says how it is left.
   */
  private Set<String> changed(Reviewed reviewed, String server) {
    Set<String> changed = new HashSet<>();
    for (String operation : planned.started(reviewed.runbook())) {
      if (!reviewed.following()
          && !operations.find(operation).filter(ReviewedPlans::undoes).isPresent()) {
        continue;
      }
      plans.changes(operation).stream()
          .filter(change -> change.server().equals(server))
          .map(ShownPlans.StoredChange::id)
          .forEach(changed::add);
    }
    return changed;
  }

  /** What an operation is given on a server; of an undo without what only its dry run needs. */
  private Map<String, Object> input(StoredOperation operation, String server) {
    Map<String, Object> input =
        new HashMap<>(
            JsonPayloads.read(
                inputs.find(operation.id(), server).orElse(operation.input()),
                new TypeReference<Map<String, Object>>() {}));
    if (undoes(operation)) {
      input.remove("after");
    }
    return input;
  }

  private static boolean undoes(StoredOperation operation) {
    return operation.type().equals(UndoOperation.TYPE.name());
  }

  private Optional<Plan> plan(String operation, String server, String hash) {
    return plans
        .find(operation, server, hash)
        .map(stored -> JsonPayloads.read(stored.body(), new TypeReference<Plan>() {}));
  }
}
