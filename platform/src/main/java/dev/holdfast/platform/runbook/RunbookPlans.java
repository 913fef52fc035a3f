package dev.holdfast.platform.runbook;

import dev.holdfast.schemas.runbook.RunbookOperation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was planned of runbooks before they started: for each step that makes a plan the dry run
 * that has made it. A step is named by its key, behind those of the runbooks that it is in and a
 * slash each. Thread-safe.
 */
public final class RunbookPlans {
  private final RunbookSteps steps;

  public RunbookPlans(RunbookSteps steps) {
    this.steps = steps;
  }

  /**
   * Where an operation belongs.
   *
   * @param runbook the one that no other runbook has started
   * @param step within it
   */
  public record Place(String runbook, String step) {}

  /**
   * A step that was planned.
   *
   * @param step by its name within the whole runbook
   */
  public record Planned(String step, RunbookStepRow row) {}

  /** The steps of what a runbook has planned, those of runbooks within it, too, in their order. */
  public List<Planned> of(String runbook) {
    List<Planned> planned = new ArrayList<>();
    steps.planning(runbook).ifPresent(dryRun -> collect(dryRun, "", planned));
    return planned;
  }

  /** The operations that were planned, by their step. */
  public Map<String, String> operations(String runbook) {
    Map<String, String> operations = new LinkedHashMap<>();
    for (Planned planned : of(runbook)) {
      if (planned.row().child() != null) {
        operations.put(planned.step(), planned.row().child());
      }
    }
    return operations;
  }

  /** The operations that a runbook has started to change something, in their order. */
  public List<String> started(String runbook) {
    List<Planned> started = new ArrayList<>();
    collect(runbook, "", started);
    return started.stream()
        .flatMap(step -> Optional.ofNullable(step.row().child()).stream())
        .toList();
  }

  /** Where an operation belongs that a runbook has started; empty if none has. */
  public Optional<Place> place(String operation) {
    Optional<RunbookSteps.Origin> origin = steps.origin(operation);
    Optional<Place> place = Optional.empty();
    while (origin.isPresent()) {
      String key = origin.get().key();
      String within = place.map(inner -> key + "/" + inner.step()).orElse(key);
      place = Optional.of(new Place(origin.get().operation(), within));
      origin = steps.origin(origin.get().operation());
    }
    return place;
  }

  private void collect(String runbook, String within, List<Planned> planned) {
    for (RunbookStepRow row : steps.list(runbook)) {
      if (row.child() != null && RunbookOperation.TYPE.name().equals(row.type())) {
        collect(row.child(), within + row.key() + "/", planned);
      } else if (!row.isApproval()) {
        planned.add(new Planned(within + row.key(), row));
      }
    }
  }
}
