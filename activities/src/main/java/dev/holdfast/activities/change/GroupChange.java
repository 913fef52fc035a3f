package dev.holdfast.activities.change;

import dev.holdfast.activities.journal.Journal.Entry;
import dev.holdfast.activities.resource.Fragments;
import dev.holdfast.activities.resource.Guard;
import dev.holdfast.activities.revert.CommitConfirmed.Armed;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.LoginAccount;
import dev.holdfast.schemas.change.Plan;
import dev.holdfast.schemas.step.Step;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** What a group of changes means for the server: a script, and what to take back. */
record GroupChange(Plan.Group group, LoginAccount login) {
  /** What every step may take; some kinds of changes may take longer. */
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  /** The server ends a step before the workflow gives it up: a script can still tidy up then. */
  private static final Duration LONGEST = Duration.ofMinutes(55);

  /** The same with each change as this makes it. */
  GroupChange with(UnaryOperator<Change> making) {
    return new GroupChange(
        new Plan.Group(
            group.key(),
            group.title(),
            group.confirmWithinSeconds(),
            group.changes().stream().map(making).toList()),
        login);
  }

  boolean commitConfirmed() {
    return group.confirmWithinSeconds() > 0;
  }

  Entry entry(Step step) {
    return new Entry(step, script(), timeout());
  }

  Duration timeout() {
    Duration all = group.changes().stream().map(Handlers::time).reduce(TIMEOUT, Duration::plus);
    return all.compareTo(LONGEST) < 0 ? all : LONGEST;
  }

  Armed armed(Step step) {
    TreeSet<String> paths = new TreeSet<>();
    TreeSet<String> units = new TreeSet<>();
    TreeSet<String> runtime = new TreeSet<>();
    for (Guard guard : guards()) {
      paths.addAll(guard.paths());
      units.addAll(guard.units());
      runtime.addAll(guard.runtime());
    }
    return new Armed(
        step,
        List.copyOf(paths),
        List.copyOf(units),
        List.copyOf(runtime),
        script(),
        Duration.ofSeconds(group.confirmWithinSeconds()));
  }

  /** What the server is given to run. */
  String script() {
    return Fragments.script(group.changes().stream().map(Handlers::fragment).toList());
  }

  /** The changes with these ids. */
  List<Change> changes(List<String> ids) {
    return group.changes().stream().filter(change -> ids.contains(change.id())).toList();
  }

  /**
   * Where the server is to be reached once the group is in place: the registered port first, unless
   * it is one that sshd gives up.
   */
  List<Integer> portsAfter(int registered) {
    for (Guard guard : guards()) {
      List<Integer> after = guard.portsAfter();
      if (!after.isEmpty()
          && !after.contains(registered)
          && guard.portsBefore().contains(registered)) {
        return after;
      }
    }
    return List.of(registered);
  }

  /** The units that have to be active before it is confirmed. */
  List<String> active() {
    return guards().stream().flatMap(guard -> guard.active().stream()).distinct().toList();
  }

  private List<Guard> guards() {
    return group.changes().stream().map(change -> Handlers.guard(change, login)).toList();
  }
}
