package dev.holdfast.workflows.stack;

import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.change.PlanSummary.Group;
import dev.holdfast.workflows.engine.GroupApplication;
import dev.holdfast.workflows.engine.StepLimits;
import dev.holdfast.workflows.engine.Steps;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the groups of a plan, several at a time, each after those that it needs. Where one fails no
 * further one is begun, and those that have begun are waited for.
 */
final class GroupsAtOnce {
  private static final GroupApplication.Calls<ChangeActivities> CHANGES =
      new GroupApplication.Calls<>(
          ChangeActivities.class,
          ChangeActivities::apply,
          ChangeActivities::prove,
          ChangeActivities::confirm,
          ChangeActivities::revert);

  private final Steps steps;
  private final PlanSummary plan;
  private final int most;
  private final List<Group> waiting;
  private final Map<String, Promise<Optional<RuntimeException>>> running = new LinkedHashMap<>();
  private Optional<RuntimeException> failure = Optional.empty();

  /**
   * @param most how many at a time
   */
  GroupsAtOnce(Steps steps, PlanSummary plan, int most) {
    this.steps = steps;
    this.plan = plan;
    this.most = most;
    this.waiting = new ArrayList<>(plan.groups());
  }

  /** Returns when all are made; throws what the first one failed with. */
  void make() {
    while (true) {
      begin();
      if (running.isEmpty()) {
        break;
      }
      // Not given up where it is cancelled: each of them is, and ends by itself.
      var _ = Promise.anyOf(running.values().toArray(Promise<?>[]::new)).get();
      end();
    }
    failure.ifPresent(e -> {
      throw e;
    });
  }

  private void begin() {
    Iterator<Group> next = waiting.iterator();
    Set<String> open = new HashSet<>(running.keySet());
    while (failure.isEmpty() && next.hasNext() && running.size() < most) {
      Group group = next.next();
      boolean ready =
          group.after() == null ? open.isEmpty() : group.after().stream().noneMatch(open::contains);
      if (ready) {
        next.remove();
        running.put(group.key(), begun(group));
      }
      open.add(group.key());
    }
  }

  private Promise<Optional<RuntimeException>> begun(Group group) {
    return Async.procedure(
            new GroupApplication<>(CHANGES, steps, plan.hash(), group, StepLimits.CHANGE)::run)
        .handle((_, e) -> Optional.ofNullable(e));
  }

  private void end() {
    Iterator<Promise<Optional<RuntimeException>>> all = running.values().iterator();
    while (all.hasNext()) {
      Promise<Optional<RuntimeException>> one = all.next();
      if (one.isCompleted()) {
        all.remove();
        failure = failure.or(one::get);
      }
    }
  }
}
