package dev.holdfast.api.operations;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.ShownPlans;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.runbook.RunbookStepRow;
import dev.holdfast.platform.runbook.RunbookSteps;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.runbook.RunbookOperation;
import dev.holdfast.schemas.undo.UndoInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The operations that a runbook has started, and whether each can be undone. */
@Component
final class RunbookParts {
  private final Operations operations;
  private final RunbookSteps steps;
  private final ShownPlans plans;
  private final UndoCheck check;

  RunbookParts(Operations operations, RunbookSteps steps, ShownPlans plans, UndoCheck check) {
    this.operations = operations;
    this.steps = steps;
    this.plans = plans;
    this.check = check;
  }

  /**
   * An operation that a runbook has started.
   *
   * @param step its id, with the number of the item where it runs for each of a list; of a runbook
   *     within a runbook behind that one's and a slash
   * @param inPlace the ids of what it has changed and not reverted
   * @param refusal why it cannot be undone, for a person
   */
  record Part(
      String step, StoredOperation operation, List<String> inPlace, Optional<String> refusal) {

    /** Whether it belongs to a step, or to one for which it ran once for each of a list. */
    boolean isOf(String id) {
      return step.equals(id) || step.startsWith(id + "[") || step.startsWith(id + "/");
    }
  }

  /** In the order in which they began, those of runbooks within it, too. */
  List<Part> of(StoredOperation runbook, Caller caller) {
    List<Part> parts = new ArrayList<>();
    collect(runbook, "", caller, parts);
    return parts;
  }

  private void collect(StoredOperation runbook, String within, Caller caller, List<Part> parts) {
    for (RunbookStepRow row : steps.list(runbook.id())) {
      Optional<StoredOperation> child = Optional.ofNullable(row.child()).flatMap(operations::find);
      if (child.isPresent() && child.get().type().equals(RunbookOperation.TYPE.name())) {
        collect(child.get(), within + row.key() + "/", caller, parts);
      } else if (child.isPresent()) {
        parts.add(part(within + row.key(), child.get(), caller));
      }
    }
  }

  private Part part(String step, StoredOperation child, Caller caller) {
    List<String> inPlace = plans.inPlace(child.id());
    Optional<String> refusal =
        inPlace.isEmpty() && readsOnly(child)
            ? Optional.empty()
            : check
                .refusal(UndoInput.all(child.id()), caller)
                .map(why -> "step %s: %s Leave it with --leave %1$s.".formatted(step, ended(why)));
    return new Part(step, child, inPlace, refusal);
  }

  private static String ended(String sentence) {
    return sentence.endsWith(".") ? sentence : sentence + ".";
  }

  /** What has changed nothing by its kind needs no undo. */
  private static boolean readsOnly(StoredOperation child) {
    Optional<OperationType> type = Catalogue.find(child.type());
    return type.isPresent()
        && (type.get().kind() == OperationType.Kind.READ
            || Boolean.TRUE.equals(input(child).get("readOnly")));
  }

  /** By what name a runbook was started. */
  String name(StoredOperation runbook) {
    return input(runbook).get("definition") instanceof Map<?, ?> definition
            && definition.get("name") instanceof String name
        ? name
        : RunbookOperation.TYPE.name();
  }

  private static Map<String, Object> input(StoredOperation operation) {
    return JsonPayloads.read(operation.input(), new TypeReference<Map<String, Object>>() {});
  }
}
