package dev.holdfast.api.runbooks;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.runbook.RunbookPlans;
import dev.holdfast.platform.runbook.RunbookStepRow;
import dev.holdfast.platform.runbook.RunbookSteps;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.operation.Reviewed;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.runbook.RunbookActivities.Review;
import dev.holdfast.schemas.runbook.RunbookActivities.StepStart;
import dev.holdfast.schemas.runbook.RunbookDefinition;
import dev.holdfast.schemas.runbook.RunbookHash;
import dev.holdfast.schemas.runbook.RunbookInput;
import dev.holdfast.schemas.runbook.RunbookOperation;
import dev.holdfast.schemas.runbook.RunbookStep;
import dev.holdfast.schemas.undo.UndoInput;
import dev.holdfast.schemas.undo.UndoOperation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Plans runbooks before they start, by a dry run of the same, and names what came of it. */
@Component
final class RunbookPlanning {
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final RunbookSteps steps;
  private final RunbookPlans plans;
  private final Operations operations;

  RunbookPlanning(RunbookSteps steps, RunbookPlans plans, Operations operations) {
    this.steps = steps;
    this.plans = plans;
    this.operations = operations;
  }

  /** The dry run that plans a runbook; empty where none of its steps makes a plan. */
  Optional<StepStart> dryRun(StoredOperation runbook) {
    if (!makesPlans(
        JsonPayloads.read(runbook.input(), new TypeReference<RunbookInput>() {}).read())) {
      return Optional.empty();
    }
    return Optional.of(
        new StepStart(
            runbook.id(),
            RunbookStepRow.PLANNING,
            1,
            null,
            null,
            RunbookOperation.TYPE.name(),
            null,
            JsonPayloads.read(runbook.input(), OBJECT),
            new RunbookStep.Pace(null, null, null),
            true,
            null,
            Reviewed.planning(runbook.id())));
  }

  private static boolean makesPlans(RunbookDefinition definition) {
    return definition.runs().stream()
        .anyMatch(run ->
            Catalogue.find(run.operation())
                    .filter(type -> type.kind() == OperationType.Kind.CHANGE)
                    .isPresent()
                || run.innerDefinition().filter(RunbookPlanning::makesPlans).isPresent());
  }

  /** Whether an operation is such a dry run, or part of one. */
  static boolean isOf(StoredOperation operation) {
    return operation.dryRun() && operation.settings().reviewed() != null;
  }

  /**
   * The input of a step, for its plan: an undo whose turn comes after others cannot know how these
   * leave what both have changed.
   */
  @Nullable Map<String, Object> input(StoredOperation runbook, StepStart step) {
    if (!isOf(runbook) || step.input() == null || !step.type().equals(UndoOperation.TYPE.name())) {
      return step.input();
    }
    List<String> after = new ArrayList<>();
    for (RunbookStepRow before : steps.list(runbook.id())) {
      if (UndoOperation.TYPE.name().equals(before.type()) && before.child() != null) {
        operations
            .find(before.child())
            .map(undo -> JsonPayloads.read(undo.input(), new TypeReference<UndoInput>() {}))
            .ifPresent(undo -> after.add(undo.operation()));
      }
    }
    Map<String, Object> input = new LinkedHashMap<>(step.input());
    input.put("after", after);
    return input;
  }

  /** Names what the dry run has planned, and shows on each server how much that is. */
  Review review(StoredOperation runbook) {
    Map<String, Map<String, String>> hashes = new TreeMap<>();
    Map<String, Integer> changes = new TreeMap<>();
    operations.servers(runbook.id()).forEach(server -> changes.put(server.name(), 0));
    plans
        .operations(runbook.id())
        .forEach((step, dryRun) -> {
          for (OperationServer on : operations.servers(dryRun)) {
            if (on.planHash() != null && !on.state().bad()) {
              hashes.computeIfAbsent(step, _ -> new TreeMap<>()).put(on.name(), on.planHash());
              changes.merge(on.name(), on.changes(), Integer::sum);
            }
          }
        });
    operations.recordServers(
        runbook.id(),
        changes.entrySet().stream()
            .map(on ->
                new ServerResult(on.getKey(), ServerState.QUEUED, on.getValue(), 0, null, null))
            .toList());
    return new Review(
        RunbookHash.of(
            JsonPayloads.read(runbook.input(), OBJECT), List.copyOf(changes.keySet()), hashes),
        changes.values().stream().mapToInt(Integer::intValue).sum());
  }
}
